"""Three weeks of calls before today: invented, the same every time, so that the desk's figures show something.

Each goes the way a call goes: it rings, somebody answers, checks who it is, decides, helps (in a session where the story
has one) and writes it down.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yorisoi_service.clock import BUSINESS_ZONE, business_day
from yorisoi_service.config.provider import Provider
from yorisoi_service.desk.models.calls import Call
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.models.visits import VisitNote
from yorisoi_service.desk.rules.identity import Typed
from yorisoi_service.desk.services import answers, calls, survey, tickets
from yorisoi_service.desk.services.outcome import set_outcome
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Role
from yorisoi_service.subscribers.models import Subscriber

from yorisoi_practice.past_sessions import Draw, hold

DAYS = 21
EACH_DAY = (1, 2, 1, 2, 1, 1, 1)  # calls that were answered, day after day
GIVEN_UP_EVERY = 6  # the how-manieth call nobody answers
WAITS_S = (6, 12, 18, 9, 33, 15, 75)
FIRST_CALL_MIN, APART_MIN = 10 * 60 + 40, 97  # into the day: within the hours of either provider
# In turn, so that few of them call twice within a week.
CALLERS = tuple(f"KJ-{n}" for n in (1001, 1005, 1006, 1008, 1009, 1011, 1012, 1002, 1010, 1007))


@dataclass(frozen=True)
class Told:
    """One request and what became of it."""

    asked: str
    category: str
    outcome: str
    minutes: int
    done: str = ""
    changed: str = ""
    not_done: str = ""
    next_step: str = ""
    referred_to: str = ""
    referred_contact: str = ""
    said: tuple[str, str, str] | None = None  # solved, mark, text
    has_session: bool = False


STORIES = (
    Told(
        "プリンターが動かない", "listed_device", "resolved", 14, "プリンターを無線LANにつなぎ直しました。",
        changed="通常使うプリンター", said=("yes", "5", "ていねいに教えてもらえました。"), has_session=True,
    ),
    Told("メールが受け取れない", "listed_software", "resolved", 19, "受信の設定を直しました。", said=("yes", "4", ""),
         has_session=True),
    Told(
        "表計算ソフトの関数を知りたい", "usage_help", "not_possible", 6,
        not_done="使い方のご案内は行っていません。", next_step="ソフトのメーカーの案内ページをご覧ください。",
    ),
    Told("無線LANが遅い", "listed_device", "partly", 26, "ルーターを置く場所を変えました。",
         not_done="2階は電波が届きにくいままです。", next_step="中継器をお考えください。", said=("partly", "4", ""),
         has_session=True),
    Told("パソコンの電源が入らない", "repair", "referred", 7, referred_to="パソコンのメーカー",
         referred_contact="保証書の電話番号", said=("no", "3", "修理に出してみます。")),
    Told("セキュリティソフトを入れたい", "first_setup", "resolved", 22, "ソフトを入れて、更新を確かめました。",
         changed="セキュリティソフト", said=("yes", "5", ""), has_session=True),
    Told("画面に警告が出て電話番号がある", "fake_alert", "resolved", 16, "警告の画面を閉じ、電話しないようお伝えしました。",
         next_step="同じ画面が出たら、電源を切ってお電話ください。", said=("yes", "5", "安心しました。ありがとう。")),
    Told("インターネットにつながらない", "no_internet", "partly", 12, "機器の電源を入れ直しました。",
         not_done="回線の確認が必要です。", next_step="回線の担当から折り返しお電話します。"),
    Told("消した写真を戻したい", "data_recovery", "referred", 8, referred_to="写真ソフトのメーカー",
         referred_contact="メーカーの相談窓口"),
    Told("次のパソコンは何がよいか", "replacement_advice", "resolved", 11, "選ぶときの見どころをご案内しました。",
         said=("yes", "4", "")),
)  # fmt: skip


def fill(*, now: datetime, provider: Provider, draw: Draw) -> int:
    """The calls of the last three weeks; how many. Call it once, on a demo that was just filled."""
    desk = list(StaffMember.objects.filter(role=Role.COMMUNICATOR).order_by("pk"))
    people = {row.customer_number: row for row in Subscriber.objects.filter(customer_number__in=CALLERS)}
    found, nth = 0, 0
    for ago in range(DAYS, 0, -1):
        day = business_day(now) - timedelta(days=ago)
        for place in range(EACH_DAY[ago % len(EACH_DAY)]):
            nth += 1
            whom = people[CALLERS[nth % len(CALLERS)]]
            at = _moment(day, FIRST_CALL_MIN + (place * 2 + nth % 3) * APART_MIN % 420)
            if nth % GIVEN_UP_EVERY == 0:
                _give_up(nth, whom, at - timedelta(minutes=8))
            told, by = STORIES[nth % len(STORIES)], desk[nth % len(desk)]
            ticket, at = _take_up(told, nth, whom, by, at)
            over = at + timedelta(minutes=told.minutes)
            if told.has_session:
                begins, ends = at + timedelta(minutes=3), over - timedelta(minutes=1)
                hold(ticket=ticket, nth=nth, by=by, at=begins, until=ends, provider=provider, draw=draw)
            _write_down(told, nth, ticket, by, over)
            found += 1
    return found


def _take_up(told: Told, nth: int, whom: Subscriber, by: StaffMember, at: datetime) -> tuple[Ticket, datetime]:
    """The ticket of a call, decided, and when it was answered."""
    call_id = f"demo-{nth}"
    calls.ring(call_id=call_id, number=whom.phone, channel="landline" if nth % 4 else "mobile", now=at)
    at += timedelta(seconds=WAITS_S[nth % len(WAITS_S)])
    calls.answer(call_id=call_id, by=by, now=at)
    ticket = Call.objects.get(call_id=call_id).ticket
    assert ticket is not None
    ticket = tickets.set_asked(ticket=ticket, asked=told.asked, by=by, now=at)
    typed = Typed(whom.customer_number, name=whom.name, address=whom.address)
    answers.check_identity(ticket=ticket, typed=typed, by=by, now=at + timedelta(minutes=1))
    answers.decide_scope(ticket=ticket, category=told.category, by=by, now=at + timedelta(minutes=2))
    return ticket, at


def _write_down(told: Told, nth: int, ticket: Ticket, by: StaffMember, over: datetime) -> None:
    calls.hang_up(call_id=f"demo-{nth}", now=over)
    set_outcome(
        ticket=ticket,
        outcome=told.outcome,
        done=told.done,
        changed=told.changed,
        not_done=told.not_done,
        next_step=told.next_step,
        referred_to=told.referred_to,
        referred_contact=told.referred_contact,
        by=by,
        now=over + timedelta(minutes=2),
    )
    note = VisitNote.objects.get(ticket=ticket)
    if told.said is not None and note.issued_at is not None:
        solved, mark, text = told.said
        until, at = note.issued_at + timedelta(days=30), note.issued_at + timedelta(days=1)
        survey.answer(note=note, solved=solved, rating=mark, text=text, until=until, now=at)


def _give_up(nth: int, whom: Subscriber, at: datetime) -> None:
    calls.ring(call_id=f"demo-{nth}-missed", number=whom.phone, channel="landline", now=at)
    calls.hang_up(call_id=f"demo-{nth}-missed", now=at + timedelta(seconds=70))
    call = Call.objects.get(call_id=f"demo-{nth}-missed")
    call.settled_at = at + timedelta(minutes=8)  # they called again, and were helped
    call.save(update_fields=["settled_at"])


def _moment(day: date, minutes: int) -> datetime:
    return datetime.combine(day, datetime.min.time(), BUSINESS_ZONE) + timedelta(minutes=minutes)
