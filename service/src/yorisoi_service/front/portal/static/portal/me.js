// The own page: a link by mail brings its token behind the #, and the place in the queue is asked for again by itself.
"use strict";

(() => {
  const form = document.getElementById("open-link");
  if (form instanceof HTMLFormElement) {
    const take = () => {
      const token = location.hash.slice(1);
      if (token === "" || token === "main") return;
      // Out of the address before anything else: it must not stay in the history or in a bookmark.
      history.replaceState(null, "", location.pathname);
      form.elements.namedItem("token").value = token;
      form.hidden = false;
      const others = document.getElementById("ways-in");
      if (others !== null) others.hidden = true;
      form.querySelector("button").focus();
    };
    take();
    addEventListener("hashchange", take);
  }

  const place = document.getElementById("place");
  if (place !== null) {
    const [stop, goOn] = [document.getElementById("stop"), document.getElementById("go-on")];
    let timer = 0;
    const show = (runs) => {
      stop.hidden = !runs;
      goOn.hidden = runs;
      document.getElementById("by-itself").hidden = !runs;
      document.getElementById("stopped").hidden = runs;
    };
    const halt = () => {
      clearInterval(timer);
      show(false);
    };
    const ask = async () => {
      try {
        const answer = await fetch(place.dataset.ask, { headers: { "X-Yorisoi-By-Itself": "1" }, cache: "no-store" });
        if (answer.status === 401) {
          place.textContent = place.dataset.away;
          halt();
          return;
        }
        if (!answer.ok) return;
        const { said } = await answer.json();
        if (said !== place.textContent) place.textContent = said;
      } catch {
        // Away for a moment: the next time asks again, and what is shown stays.
      }
    };
    const begin = () => {
      clearInterval(timer);
      timer = setInterval(ask, Number(place.dataset.again) * 1000);
      show(true);
    };
    stop.addEventListener("click", () => {
      halt();
      goOn.focus();
    });
    goOn.addEventListener("click", () => {
      begin();
      ask();
      stop.focus();
    });
    begin();
  }
})();
