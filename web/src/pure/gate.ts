// The consent gate: what the subscriber agreed to, at this instant. Pure; every call brings its moment in milliseconds.
//
//   new -> verified <-> silent -> ended            moved by the subscriber's side alone; the others see snapshots
//
// The sharing page runs it; the tool runs the same machine in Python, and the same traces judge both. Every sent piece
// of picture asks `allows` at the moment of sending. Moments never go back: an earlier one counts as the latest seen.
//
// I1 nothing passes unless its permission is granted at that instant    I2 a grant needs a question and a local answer
// I3 nothing after `ended`, for ever                                    I4 what needs view goes when view goes
// I5 a one-shot grant applies once                                      I6 questions and grants run out by themselves
// I7 nothing passes on a link that was silent for 15 s                  I8 an unknown action does not pass
// I9 each grant has exactly one end in the log                          I10 at most three questions are open
// I11 while a question is open nothing is applied; only looking goes on

import {
  type Action,
  Answer,
  ENDED_AFTER_S,
  Ending,
  GateEvent,
  GateState,
  HAND_ACTIONS,
  IDLE_AFTER_S,
  type LastAnswer,
  LOCAL_INPUT_MS,
  MAX_OPEN_QUESTIONS,
  PERMISSION_OF,
  PERMISSION_RULES,
  Permission,
  Role,
  SILENT_AFTER_S,
  type Snapshot,
  UNQUESTIONED_ACTIONS,
} from "../wire.gen.ts";

const ORDER: readonly Permission[] = Object.values(Permission);

/** What happened at `at`: to which permission, and under which question's or grant's number (0 for none). */
export interface GateEntry {
  readonly at: number;
  readonly what: GateEvent;
  readonly permission: Permission | undefined;
  readonly number: number;
}

/** A question or a grant under its number, until its deadline. */
interface Open {
  readonly number: number;
  readonly until: number;
}

/** One session's consent. `allowed` can only narrow what may be asked. */
export class Gate {
  readonly log: GateEntry[] = [];
  readonly #allowed: ReadonlySet<Permission>;
  readonly #questions = new Map<Permission, Open>();
  readonly #grants = new Map<Permission, Open>();
  readonly #answers = new Map<Permission, LastAnswer>();
  #state: GateState = GateState.NEW;
  #ending: Ending | undefined;
  #paused = false;
  #now = 0;
  #linkedAt = 0;
  #activeAt = 0;
  #handUntil: number | undefined;
  #asked = 0;
  #granted = 0;
  #changes = 0;

  constructor(allowed: Iterable<Permission> = ORDER) {
    this.#allowed = new Set(allowed);
  }

  get state(): GateState {
    return this.#state;
  }

  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** The exchange is confirmed and the other side's certificate is the pinned one. */
  verified(now: number): void {
    this.#advance(now);
    if (this.#state !== GateState.NEW) return;
    this.#state = GateState.VERIFIED;
    this.#linkedAt = this.#now;
    this.#activeAt = this.#now;
    this.#note(GateEvent.VERIFIED);
  }

  /** An authenticated sign of life from the other side. */
  link(now: number): void {
    this.#advance(now);
    if (this.#state !== GateState.VERIFIED && this.#state !== GateState.SILENT) return;
    this.#linkedAt = this.#now;
    if (this.#state === GateState.SILENT) {
      this.#state = GateState.VERIFIED;
      this.#note(GateEvent.HEARD);
    }
  }

  /** The communicator asks. The question's number, or undefined when it cannot be asked now. */
  ask(permission: Permission, now: number): number | undefined {
    this.#advance(now);
    if (this.#state !== GateState.VERIFIED || this.#paused || !this.#allowed.has(permission)) return undefined;
    if (this.#grants.has(permission) || this.#questions.has(permission)) return undefined;
    if (this.#questions.size >= MAX_OPEN_QUESTIONS) return undefined;
    this.#asked += 1;
    this.#activeAt = this.#now;
    const until = this.#now + PERMISSION_RULES[permission].ask_s * 1000;
    this.#questions.set(permission, { number: this.#asked, until });
    this.#note(GateEvent.ASKED, permission, this.#asked);
    return this.#asked;
  }

  /** The subscriber's own click on this very question. The grant's number, or undefined: nothing was granted. */
  grant(question: number, now: number): number | undefined {
    this.#advance(now);
    const permission = this.#permissionOf(question);
    if (permission === undefined || this.#state !== GateState.VERIFIED || this.#paused) return undefined;
    const needs = PERMISSION_RULES[permission].needs;
    if (needs !== null && !this.#grants.has(needs)) return undefined;
    this.#closeQuestion(permission, Answer.GRANTED);
    this.#granted += 1;
    this.#activeAt = this.#now;
    const until = this.#now + PERMISSION_RULES[permission].grant_s * 1000;
    this.#grants.set(permission, { number: this.#granted, until });
    this.#note(GateEvent.GRANTED, permission, this.#granted);
    return this.#granted;
  }

  /** The subscriber's own click: no. */
  deny(question: number, now: number): void {
    this.#advance(now);
    const permission = this.#permissionOf(question);
    if (permission === undefined) return;
    this.#activeAt = this.#now;
    this.#closeQuestion(permission, Answer.DENIED);
  }

  /** The communicator does not ask any more. */
  withdraw(permission: Permission, now: number): void {
    this.#advance(now);
    if (this.#questions.has(permission)) this.#closeQuestion(permission, Answer.WITHDRAWN);
  }

  /** Either side ends a grant; what needs it goes with it. */
  revoke(permission: Permission, now: number, by: Role): void {
    this.#advance(now);
    if (!this.#grants.has(permission)) return;
    this.#activeAt = this.#now;
    this.#drop(permission, by === Role.SUBSCRIBER ? GateEvent.REVOKED : GateEvent.GIVEN_BACK);
  }

  /** The subscriber's own mouse or keyboard: the communicator's input yields for half a second. */
  localHand(now: number): void {
    this.#advance(now);
    if (this.#state === GateState.ENDED) return;
    this.#activeAt = this.#now;
    this.#handUntil = this.#now + LOCAL_INPUT_MS;
    this.#changes += 1;
  }

  /** The subscriber pauses: no picture leaves, every grant but view ends, open questions are refused. */
  pause(now: number): void {
    this.#advance(now);
    if (this.#paused || (this.#state !== GateState.VERIFIED && this.#state !== GateState.SILENT)) return;
    this.#paused = true;
    this.#activeAt = this.#now;
    this.#note(GateEvent.PAUSED);
    this.#closeQuestions(Answer.DENIED);
    this.#takeWhatIsNotKept();
  }

  /** The subscriber goes on: the view passes again, everything else has to be asked anew. */
  resume(now: number): void {
    this.#advance(now);
    if (!this.#paused || this.#state === GateState.ENDED) return;
    this.#paused = false;
    this.#activeAt = this.#now;
    this.#note(GateEvent.RESUMED);
  }

  /** Over, for ever. The first reason stays. */
  end(reason: Ending, now: number): void {
    this.#advance(now);
    this.#end(reason);
  }

  /** Lets run out what has run out. Every other call does this first. */
  tick(now: number): void {
    this.#advance(now);
  }

  /**
   * The only door: may this be applied now? Spends a one-shot grant and counts as activity. `grant` is the number that
   * came with an input frame; another one than the current does not pass.
   */
  allows(action: string, now: number, grant?: number): boolean {
    const known = this.#passing(action, now, grant);
    if (known === undefined) return false;
    const permission = PERMISSION_OF[known];
    if (!UNQUESTIONED_ACTIONS.has(known) && permission !== Permission.RECORDING) this.#activeAt = this.#now;
    if (PERMISSION_RULES[permission].one_shot) this.#drop(permission, GateEvent.SPENT);
    return true;
  }

  /** What `allows` would answer, without spending anything and without counting as activity. */
  wouldAllow(action: string, now: number, grant?: number): boolean {
    return this.#passing(action, now, grant) !== undefined;
  }

  /** Whether it is granted, though a question, a pause or the own hand may keep it from passing just now. */
  holds(permission: Permission, now: number): boolean {
    this.#advance(now);
    return this.#grants.has(permission);
  }

  /** The next moment at which something changes by itself; call `tick` then. */
  deadline(): number | undefined {
    if (this.#state === GateState.NEW || this.#state === GateState.ENDED) return undefined;
    const moments = [...this.#questions.values(), ...this.#grants.values()].map((each) => each.until);
    moments.push(this.#linkedAt + 1000 * (this.#state === GateState.VERIFIED ? SILENT_AFTER_S : ENDED_AFTER_S));
    moments.push(this.#activeAt + IDLE_AFTER_S * 1000);
    if (this.#handUntil !== undefined) moments.push(this.#handUntil);
    return Math.min(...moments);
  }

  /** The whole gate for the other side. `serial` rises with every change. */
  snapshot(now: number): Snapshot {
    this.#advance(now);
    const left = (open: Open) => open.until - this.#now;
    return {
      t: "snapshot",
      state: this.#state,
      serial: this.#changes,
      grants: this.#inOrder(this.#grants).map(([permission, open]) => ({
        permission,
        grant: open.number,
        left_ms: left(open),
      })),
      questions: this.#inOrder(this.#questions).map(([permission, open]) => ({
        permission,
        question: open.number,
        left_ms: left(open),
      })),
      answers: ORDER.flatMap((permission) => this.#answers.get(permission) ?? []),
      paused: this.#paused,
      local_hand: this.#handUntil !== undefined,
    };
  }

  #passing(action: string, now: number, grant: number | undefined): Action | undefined {
    this.#advance(now);
    if (!isAction(action) || this.#state !== GateState.VERIFIED || this.#paused) return undefined;
    const held = this.#grants.get(PERMISSION_OF[action]);
    if (held === undefined || (grant !== undefined && grant !== held.number)) return undefined;
    if (this.#questions.size > 0 && !UNQUESTIONED_ACTIONS.has(action)) return undefined;
    return this.#handUntil === undefined || !HAND_ACTIONS.has(action) ? action : undefined;
  }

  /** Moves time on, one deadline after the other, each at its own moment. */
  #advance(moment: number): void {
    const now = Math.max(moment, this.#now);
    for (let due = this.deadline(); due !== undefined && due <= now; due = this.deadline()) {
      this.#now = Math.max(due, this.#now);
      this.#lapse();
    }
    this.#now = now;
  }

  #lapse(): void {
    const now = this.#now;
    if (this.#handUntil !== undefined && now >= this.#handUntil) {
      this.#handUntil = undefined;
      this.#changes += 1;
    }
    for (const [permission, question] of this.#inOrder(this.#questions)) {
      if (now >= question.until) this.#closeQuestion(permission, Answer.EXPIRED);
    }
    for (const [permission, held] of this.#inOrder(this.#grants)) {
      if (now >= held.until) this.#drop(permission, GateEvent.LAPSED);
    }
    if (now >= this.#activeAt + IDLE_AFTER_S * 1000) {
      this.#end(Ending.IDLE);
    } else if (this.#state === GateState.SILENT && now >= this.#linkedAt + ENDED_AFTER_S * 1000) {
      this.#end(Ending.SILENT);
    } else if (this.#state === GateState.VERIFIED && now >= this.#linkedAt + SILENT_AFTER_S * 1000) {
      this.#state = GateState.SILENT;
      this.#note(GateEvent.SILENT);
      this.#closeQuestions(Answer.EXPIRED);
      this.#takeWhatIsNotKept();
    }
  }

  #end(reason: Ending): void {
    if (this.#state === GateState.ENDED) return;
    this.#closeQuestions(Answer.WITHDRAWN);
    for (const [permission] of this.#inOrder(this.#grants)) this.#drop(permission, GateEvent.TAKEN);
    this.#state = GateState.ENDED;
    this.#ending = reason;
    this.#paused = false;
    this.#handUntil = undefined;
    this.#note(GateEvent.ENDED);
  }

  #takeWhatIsNotKept(): void {
    for (const [permission] of this.#inOrder(this.#grants)) {
      if (!PERMISSION_RULES[permission].kept_aside) this.#drop(permission, GateEvent.TAKEN);
    }
  }

  #drop(permission: Permission, why: GateEvent): void {
    const held = this.#grants.get(permission);
    if (held === undefined) return;
    this.#grants.delete(permission);
    this.#note(why, permission, held.number);
    for (const other of ORDER) {
      if (PERMISSION_RULES[other].needs === permission) this.#drop(other, GateEvent.TAKEN);
    }
  }

  #closeQuestions(answer: Answer): void {
    for (const [permission] of this.#inOrder(this.#questions)) this.#closeQuestion(permission, answer);
  }

  #closeQuestion(permission: Permission, answer: Answer): void {
    const question = this.#questions.get(permission);
    if (question === undefined) return;
    this.#questions.delete(permission);
    this.#answers.set(permission, { permission, question: question.number, answer });
    if (answer !== Answer.GRANTED) this.#note(answer, permission, question.number);
  }

  #permissionOf(question: number): Permission | undefined {
    for (const [permission, each] of this.#questions) if (each.number === question) return permission;
    return undefined;
  }

  #note(what: GateEvent, permission?: Permission, number = 0): void {
    this.log.push({ at: this.#now, what, permission, number });
    this.#changes += 1;
  }

  #inOrder(held: ReadonlyMap<Permission, Open>): [Permission, Open][] {
    return ORDER.flatMap((permission): [Permission, Open][] => {
      const open = held.get(permission);
      return open === undefined ? [] : [[permission, open]];
    });
  }
}

function isAction(action: string): action is Action {
  return Object.hasOwn(PERMISSION_OF, action);
}
