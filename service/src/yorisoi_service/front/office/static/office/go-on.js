// A month that is being closed goes on by itself while its page is open; without a script the button does it.
document.getElementById("go-on")?.requestSubmit();
