// What can go wrong in the key exchange and in sealed signalling.
//
//   ExchangeError     this run is over; `ending` is what both sides are told
//   +- OutOfOrder     a message at the wrong moment: dropped, the run stands as before
//   +- NotSealed      a box that does not open: dropped, the run stands as before

import { Ending } from "../wire.gen.ts";

export class ExchangeError extends Error {
  readonly ending: Ending;

  constructor(ending: Ending, what: string) {
    super(what);
    this.name = new.target.name;
    this.ending = ending;
  }
}

export class OutOfOrder extends ExchangeError {
  constructor(what: string) {
    super(Ending.PROTOCOL_BROKEN, what);
  }
}

export class NotSealed extends ExchangeError {
  constructor() {
    super(Ending.PROTOCOL_BROKEN, "a sealed message does not open");
  }
}
