"""What is not ready for production yet: each finding is a fact with its next step. Pure: facts come in."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from yorisoi_service.audit.rules.keeping import Periods
from yorisoi_service.billing.rules.issuer import Issuer, check_digit_fits
from yorisoi_service.config.provider import PLACEHOLDER_REGISTRATION, Provider, is_placeholder
from yorisoi_service.remote.rules.networks import Policy, is_documentation

EXAMPLE_HOSTS = (".example", ".example.jp", ".example.com", ".example.net", ".example.org", ".invalid", ".test")

BOOKS_YEARS = 10  # for which a company keeps its books by the Companies Act
NARROWEST = {4: 8, 6: 16}  # bits a range has at least, by version: no provider holds more addresses in one
LOG_MONTHS = 12  # of connection data; six are usual


@dataclass(frozen=True)
class Finding:
    """One thing that is not ready. `subject` is a key or a name in the environment."""

    subject: str
    fact: str
    next_step: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.fact} Next step: {self.next_step}"


@dataclass(frozen=True)
class Installation:
    """What the checks look at besides the provider file."""

    administrators: int
    unproven_staff: int
    key_shared: str
    has_public_key: bool
    public_key_hidden: bool
    unsigned: str  # rows of the audit trail that no signer signs, and since when
    has_copy: bool
    secret_from_environment: bool
    secret_mode: int | None
    data_mode: int | None
    demo_apps: tuple[str, ...]
    migrations_missing: bool
    trusts_a_proxy: bool
    data_key_from_environment: bool
    data_key_mode: int | None
    mails: bool
    hears_calls: bool
    has_program: bool
    programs_held_back: tuple[str, ...]
    letters_missing: tuple[str, ...]
    rows_differ: tuple[str, ...]


def findings(provider: Provider, here: Installation) -> list[Finding]:
    """Everything that is not ready, in the order in which an operator would set it right."""
    return [*_of_provider(provider), *_of_proxy(provider, here), *_of_installation(here)]


def _of_provider(provider: Provider) -> Iterator[Finding]:
    if not provider.origin.startswith("https://"):
        yield Finding(
            "provider.origin",
            f"{provider.origin} is not encrypted; browsers other than on this machine refuse passkeys and the picture.",
            "put a reverse proxy with a certificate in front and name the https:// origin.",
        )
    for origin in provider.viewer_origins:
        if not origin.startswith("https://"):
            yield Finding(
                "provider.viewer_origins",
                f"{origin} is not encrypted, and the one-time pass is typed there.",
                "serve the viewer's files with a certificate and name the https:// origin.",
            )
    for origin in (provider.origin, *provider.viewer_origins):
        host = urlsplit(origin).hostname or ""
        if f".{host}".endswith(EXAMPLE_HOSTS):
            yield Finding(
                "provider.origin", f"{origin} is an example's name.", "enter the host subscribers will reach."
            )
    if not provider.viewer_origins:
        yield Finding(
            "provider.viewer_origins",
            "the viewer's files are served by the service itself, so whoever breaks into it can change them.",
            "serve static/web from a host of its own and name its origin here.",
        )
    phones = {
        "phones.office": provider.phones.office,
        "phones.desk_landline": provider.phones.desk_landline,
        "phones.desk_mobile": provider.phones.desk_mobile,
    }
    for key, number in phones.items():
        if is_placeholder(number):
            yield Finding(key, f"{number} is a placeholder.", "enter the real number; letters print it.")
    if not provider.networks.ranges:
        yield Finding(
            "networks.range", "no range is named, so no line can be told from a stranger's.", "enter the ranges."
        )
    for network in provider.networks.ranges:
        if is_documentation(network.range):
            yield Finding(
                "networks.range",
                f"{network.range} ({network.name}) is a documentation address.",
                "enter the real range.",
            )
        elif network.policy is Policy.ALLOW and network.range.prefixlen < NARROWEST[network.range.version]:
            yield Finding(
                "networks.range",
                f"{network.range} ({network.name}) is far more than one provider's lines, and all of it is allowed.",
                "name the ranges of your own lines, or set its policy to ask.",
            )
        elif network.policy is Policy.ALLOW and not network.range.is_global:
            yield Finding(
                "networks.range",
                f"{network.range} ({network.name}) is no public address, yet allowed.",
                "remove it, unless subscribers really reach the service from inside this network.",
            )
    if provider.networks.default is Policy.ALLOW:
        yield Finding(
            "networks.default",
            "every network of the world is allowed.",
            'set it to "ask" or "refuse" and name the ranges.',
        )
    yield from _of_issuer(provider.issuer)
    yield from _of_periods(provider.retention)


def _of_periods(periods: Periods) -> Iterator[Finding]:
    if periods.nightly is None:
        yield Finding(
            "retention.nightly",
            "no hour is named, so nothing is deleted by itself when its time is over.",
            'set it to a time like "03:30", or run the command retention every night.',
        )
    if periods.contract_years < BOOKS_YEARS:
        yield Finding(
            "retention.contract_years",
            f"{periods.contract_years} years are less than the {BOOKS_YEARS} for which a company keeps its books.",
            f"set it to {BOOKS_YEARS}, or have your tax adviser confirm it.",
        )
    if periods.session_log_months > LOG_MONTHS:
        yield Finding(
            "retention.session_log_months",
            f"{periods.session_log_months} months of technical data are more than a telecom provider usually needs.",
            "set it to 6, or write down what the longer time is needed for.",
        )


def _of_issuer(issuer: Issuer) -> Iterator[Finding]:
    if issuer.registration_number == PLACEHOLDER_REGISTRATION:
        yield Finding(
            "invoice",
            f"{issuer.registration_number} is a placeholder.",
            "enter name, registration number and address of the invoice issuer; letters and invoices print them.",
        )
    elif not check_digit_fits(issuer.registration_number):
        yield Finding(
            "invoice.registration_number",
            f"the check digit of {issuer.registration_number} does not fit a company's number.",
            "compare it with the register of invoice issuers.",
        )


def _of_proxy(provider: Provider, here: Installation) -> Iterator[Finding]:
    if provider.origin.startswith("https://") and not here.trusts_a_proxy:
        yield Finding(
            "YORISOI_TRUSTED_PROXIES",
            "no proxy is trusted, so the service cannot tell that a request came encrypted, nor from which line.",
            "name the address range of the reverse proxy that ends TLS.",
        )


def _of_installation(here: Installation) -> Iterator[Finding]:
    for app in here.demo_apps:
        yield Finding("settings", f"the demo's {app} is installed.", "run with yorisoi_service.config.settings.")
    if here.migrations_missing:
        yield Finding("database", "its tables are not up to date.", "run the command migrate.")
    if here.administrators == 0 and not here.migrations_missing:
        yield Finding("staff", "there is no administrator.", "run the command create_administrator.")
    if here.unproven_staff:
        yield Finding(
            "staff",
            f"{here.unproven_staff} active people have no second factor and cannot claim a pass.",
            "have them set up a passkey or an app at their next sign-in.",
        )
    if not here.has_public_key:
        yield Finding("audit", "the signer never ran.", "run audit_signer under an account of its own.")
    if here.public_key_hidden:
        yield Finding(
            "audit",
            "the signer's public key is out of this account's reach, so the trail cannot be verified here.",
            "open the signer's folder for passing through (chmod 711; the private key in it stays 600).",
        )
    if here.unsigned:
        yield Finding(
            "audit", f"nobody signs the trail: {here.unsigned} wait for a checkpoint.", "start audit_signer again."
        )
    if here.key_shared:
        yield Finding(
            "audit",
            f"{here.key_shared}, so a stolen account could rewrite the trail.",
            "run audit_signer under an account of its own and set YORISOI_AUDIT_KEYS.",
        )
    if not here.has_copy:
        yield Finding(
            "YORISOI_AUDIT_COPY",
            "checkpoints are not copied to a second place, so a trail cut at its end stays unnoticed.",
            "name a file on another machine's disk.",
        )
    if not here.secret_from_environment and here.secret_mode not in (None, 0o600, 0o400):
        yield Finding("secret key", f"its file has mode {here.secret_mode:o}.", "chmod 600 it, and make a new one.")
    if not here.data_key_from_environment and here.data_key_mode not in (None, 0o600, 0o400):
        yield Finding(
            "data key", f"its file has mode {here.data_key_mode:o}.", "chmod 600 it; it opens the sealed bank data."
        )
    if not here.mails:
        yield Finding(
            "YORISOI_MAIL_URL",
            "no letter can be mailed, so every one must be printed.",
            "name the mail server, and letters.sender in the provider file.",
        )
    if not here.hears_calls:
        yield Finding(
            "YORISOI_CALLS_KEY",
            "no telephone system can tell of a call, so every ticket is opened by hand.",
            "set it to what `openssl rand -hex 32` prints, and give the telephone system the same.",
        )
    if not here.has_program:
        yield Finding(
            "downloads",
            "no program is entered, so the page /get says that no device can be helped with from a distance.",
            "build it, try it and enter it with the command downloads add (docs/operate/tool.md).",
        )
    for file in here.programs_held_back:
        yield Finding(
            "downloads",
            f"{file} is not the file that was entered, so it is not handed out.",
            "find out who changed it, and enter the right one under a new version.",
        )
    for key in here.rows_differ:
        yield Finding(
            key,
            "the database was told something else once, and that holds.",
            "enter the change as the accountant (or give changed terms a new version), and make the file agree.",
        )
    for sentence in here.letters_missing:
        yield Finding("letters", "they cannot be printed here.", sentence)
    if here.data_mode is not None and here.data_mode & 0o007:
        yield Finding(
            "YORISOI_DATA", f"the folder has mode {here.data_mode:o}.", "chmod 750 it: it holds subscribers' data."
        )
