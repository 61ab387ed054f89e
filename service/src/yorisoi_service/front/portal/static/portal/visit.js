// The link of a mail carries its token behind the number sign, where no server and no log sees it. It moves into a form
// and out of the address, so that nobody who looks at the address bar or the history finds it.

const token = location.hash.slice(1);
const form = document.getElementById("by-link");

if (token !== "" && form instanceof HTMLFormElement) {
  history.replaceState(null, "", location.pathname);
  form.elements.namedItem("token").value = token;
  form.hidden = false;
  form.submit();
}
