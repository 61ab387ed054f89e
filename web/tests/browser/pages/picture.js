// A page that is nothing but a channel: packets go in, acknowledgements are kept for the test.

const heard = { acks: [], cursor: null, place: null };
const worker = new Worker("/viewer/picture.worker.js", { type: "module" });
const canvas = document.getElementById("picture").transferControlToOffscreen();
const codecs = new Promise((resolve) => {
  worker.onmessage = ({ data }) => {
    if (data.t === "codecs") resolve(data.codecs);
    if (data.t === "ack") heard.acks.push(btoa(String.fromCharCode(...data.data)));
    if (data.t === "cursor_shape") heard.cursor = [data.shape, data.hotX, data.hotY, data.image?.width ?? 0];
    if (data.t === "cursor_place") heard.place = [data.x, data.y, data.visible];
  };
});
worker.postMessage({ t: "canvas", canvas }, [canvas]);

globalThis.line = {
  heard,
  codecs: () => codecs,
  tell: (message) => worker.postMessage(message),
  feed: (packets) => {
    for (const packet of packets) {
      const data = Uint8Array.from(atob(packet), (letter) => letter.charCodeAt(0)).buffer;
      worker.postMessage({ t: "packet", data }, [data]);
    }
  },
  acks: () => heard.acks.splice(0),
};
