// A desk with one ticket. It gives out socket tickets and tells the house what the viewer says of the session.

let serial = 0;

function tell() {
  serial += 1;
  const ticket = {
    yorisoi: 1,
    t: "ticket",
    ticket: 7,
    label: "7　加藤 春子 様　メールが読めない",
    gates_open: true,
    socket_ticket: `socket-ticket-of-test-${serial}`,
  };
  window.parent.postMessage(ticket, location.origin);
}

window.addEventListener("message", ({ origin, source, data }) => {
  if (origin !== location.origin || source !== window.parent) return;
  if (data.t === "want_socket_ticket") tell();
  if (data.t === "to_outcome") fetch("/told?state=at_outcome");
  if (data.t === "session") fetch(`/told?${new URLSearchParams({ state: data.state, session: data.session })}`);
});
window.addEventListener("load", tell);
