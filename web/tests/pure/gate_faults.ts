// Small wrongs in the gate that the shared traces must notice. `old` stands once in src/pure/gate.ts.

import { type Fault, fault } from "./planted.ts";

const OPEN_MOMENTS = "[...this.#questions.values(), ...this.#grants.values()]";
const IMPORTS = "const ORDER:";

export const FAULTS: readonly Fault[] = [
  fault("I1 grant not looked at", "if (held === undefined || (grant", "if (held !== undefined && (grant"),
  fault("I1 stale grant number passes", "grant !== undefined && grant !== held.number", "false"),
  fault(
    "I2 granted without a question",
    "if (permission === undefined || this.#state !== GateState.VERIFIED || this.#paused) return undefined;\n    const needs",
    "if (permission === undefined) {\n      this.#grants.set(Permission.VIEW, { number: ++this.#granted, until: now + 9e6 });\n      return this.#granted;\n    }\n    const needs",
  ),
  fault("I2 a click answers whatever question is open", "if (each.number === question)", "if (question)"),
  fault(
    "I3 an ended gate verifies again",
    "if (this.#state !== GateState.NEW) return;",
    "if (this.#state === GateState.VERIFIED) return;",
  ),
  fault(
    "I3 grants stay after the end",
    "this.#drop(permission, GateEvent.TAKEN);\n    this.#state",
    "void permission;\n    this.#state",
  ),
  fault(
    "I3 the last reason replaces the first",
    "    if (this.#state === GateState.ENDED) return;\n    this.#close",
    "    this.#close",
  ),
  fault("I3 questions stay after the end", "this.#closeQuestions(Answer.WITHDRAWN);", ""),
  fault("I4 control without view", "if (needs !== null && !this.#grants.has(needs))", "if (needs === undefined)"),
  fault(
    "I4 revoking view keeps what needs it",
    "if (PERMISSION_RULES[other].needs === permission)",
    "if (PERMISSION_RULES[other].needs === other)",
  ),
  fault("I5 one shot lasts", "if (PERMISSION_RULES[permission].one_shot) this.#drop(permission, GateEvent.SPENT);", ""),
  fault(
    "I5 looking spends",
    "return this.#passing(action, now, grant) !== undefined;",
    "return this.allows(action, now, grant);",
  ),
  fault("I6 questions stay open", "PERMISSION_RULES[permission].ask_s * 1000", "1e9"),
  fault("I6 grants never lapse", "PERMISSION_RULES[permission].grant_s * 1000", "1e9"),
  fault(
    "I6 a question lasts as long as a grant",
    "PERMISSION_RULES[permission].ask_s",
    "PERMISSION_RULES[permission].grant_s",
  ),
  fault(
    "I6 a grant lasts as long as a question",
    "PERMISSION_RULES[permission].grant_s",
    "PERMISSION_RULES[permission].ask_s",
  ),
  fault("I6 one millisecond too long", "due !== undefined && due <= now;", "due !== undefined && due < now;"),
  fault("I6 lapses are not in the deadline", OPEN_MOMENTS, "[...this.#questions.values()]"),
  fault("I6 questions are not in the deadline", OPEN_MOMENTS, "[...this.#grants.values()]"),
  fault("I6 late lapses bear the moment of looking", "this.#now = Math.max(due, this.#now);", "this.#now = now;"),
  fault(
    "I7 silence is not noticed",
    "GateState.VERIFIED ? SILENT_AFTER_S : ENDED_AFTER_S",
    "GateState.VERIFIED ? 1e6 : ENDED_AFTER_S",
  ),
  fault(
    "I7 silence lets things pass",
    "if (!isAction(action) || this.#state !== GateState.VERIFIED ||",
    "if (!isAction(action) || this.#state === GateState.NEW ||",
  ),
  fault(
    "I7 silence keeps control",
    "this.#closeQuestions(Answer.EXPIRED);\n      this.#takeWhatIsNotKept();",
    "this.#closeQuestions(Answer.EXPIRED);",
  ),
  fault("I7 silence keeps questions", "this.#closeQuestions(Answer.EXPIRED);\n", ""),
  fault("I7 silence takes the view", "if (!PERMISSION_RULES[permission].kept_aside)", "if (permission)"),
  fault("I7 silence lasts for ever", IMPORTS, "const ENDED_AFTER_S = 1e6;\nconst ORDER:"),
  fault(
    "I7 a link does not count",
    "this.#linkedAt = this.#now;\n    if (this.#state === GateState.SILENT)",
    "if (this.#state === GateState.SILENT)",
  ),
  fault("I7 a link wakes nobody", "this.#state = GateState.VERIFIED;\n      this.#note(GateEvent.HEARD);", ""),
  fault(
    "I8 unknown actions pass",
    "if (!isAction(action) || this",
    'if (!isAction(action)) return this.#grants.size > 0 ? "frame" : undefined;\n    if (this',
  ),
  fault(
    "I9 a lapse is not logged",
    "this.#note(why, permission, held.number);",
    "if (why !== GateEvent.LAPSED) this.#note(why, permission, held.number);",
  ),
  fault("I9 a grant is not logged", "this.#note(GateEvent.GRANTED, permission, this.#granted);", ""),
  fault("I9 who ended it is mixed up", "by === Role.SUBSCRIBER ?", "by !== Role.SUBSCRIBER ?"),
  fault(
    "I10 a fourth question",
    "this.#questions.size >= MAX_OPEN_QUESTIONS",
    "this.#questions.size > MAX_OPEN_QUESTIONS",
  ),
  fault(
    "I11 input while a question is open",
    "if (this.#questions.size > 0 && !UNQUESTIONED_ACTIONS.has(action)) return undefined;",
    "",
  ),
  fault(
    "I11 the picture stops while a question is open",
    "this.#questions.size > 0 && !UNQUESTIONED_ACTIONS.has(action)",
    "this.#questions.size > 0",
  ),
  fault(
    "asking twice opens two",
    "this.#grants.has(permission) || this.#questions.has(permission)",
    "this.#grants.has(permission)",
  ),
  fault(
    "asking for what is granted",
    "this.#grants.has(permission) || this.#questions.has(permission)",
    "this.#questions.has(permission)",
  ),
  fault(
    "asking before the check",
    "if (this.#state !== GateState.VERIFIED || this.#paused || !this.#allowed",
    "if (this.#paused || !this.#allowed",
  ),
  fault("asking for what is not allowed", "|| this.#paused || !this.#allowed.has(permission)", "|| this.#paused"),
  fault(
    "asking while paused",
    "|| this.#paused || !this.#allowed.has(permission)",
    "|| !this.#allowed.has(permission)",
  ),
  fault("question numbers repeat", "this.#asked += 1;", "this.#asked = this.#questions.size + 1;"),
  fault("grant numbers repeat", "this.#granted += 1;", "this.#granted = this.#grants.size + 1;"),
  fault("denying grants", "this.#closeQuestion(permission, Answer.DENIED);", "this.grant(question, now);"),
  fault("denying does nothing", "this.#closeQuestion(permission, Answer.DENIED);", ""),
  fault("withdrawing does nothing", "this.#closeQuestion(permission, Answer.WITHDRAWN);", "return;"),
  fault("the own hand is ignored", "|| !HAND_ACTIONS.has(action) ? action", "|| action ? action"),
  fault(
    "the own hand stops the picture",
    "this.#handUntil === undefined || !HAND_ACTIONS.has(action) ?",
    "this.#handUntil === undefined ?",
  ),
  fault("the own hand rests for long", "this.#now + LOCAL_INPUT_MS", "this.#now + 10 * LOCAL_INPUT_MS"),
  fault(
    "pausing lets the picture pass",
    "GateState.VERIFIED || this.#paused) return undefined;\n    const held",
    "GateState.VERIFIED) return undefined;\n    const held",
  ),
  fault(
    "pausing keeps control",
    "this.#closeQuestions(Answer.DENIED);\n    this.#takeWhatIsNotKept();",
    "this.#closeQuestions(Answer.DENIED);",
  ),
  fault("pausing keeps questions", "this.#closeQuestions(Answer.DENIED);", ""),
  fault("going on does nothing", "this.#paused = false;\n    this.#activeAt", "this.#activeAt"),
  fault("idle never ends", IMPORTS, "const IDLE_AFTER_S = 1e6;\nconst ORDER:"),
  fault("watching counts as activity", "!UNQUESTIONED_ACTIONS.has(known) && permission", "permission"),
  fault(
    "input does not count as activity",
    "permission !== Permission.RECORDING) this.#activeAt = this.#now;",
    "permission !== Permission.RECORDING) void 0;",
  ),
  fault("time can go back", "const now = Math.max(moment, this.#now);", "const now = moment;"),
  fault(
    "changes are not counted",
    "this.log.push({ at: this.#now, what, permission, number });\n    this.#changes += 1;",
    "this.log.push({ at: this.#now, what, permission, number });",
  ),
];
