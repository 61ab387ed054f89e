"""The lists a new service begins with: exactly what the FAQ names (R14), what it says of other bought software (R15) and
of phones and tablets (R16). Read once into empty tables; then the desk lead's rows decide."""

from dataclasses import dataclass
from datetime import date

from yorisoi_service.desk.rules.catalogue import Group, Kind, Level

FIRST_LIST_ON = date(2026, 4, 1)


@dataclass(frozen=True)
class Seed:
    """One thing in both languages; further names are what callers say instead."""

    kind: Kind
    ja: tuple[str, ...]
    en: tuple[str, ...]
    level: Level = Level.FULL


LISTS: dict[Group, tuple[Seed, ...]] = {
    Group.DEVICE: (
        Seed(Kind.DEVICE, ("PC", "パソコン", "ノートパソコン"), ("Computer (PC)", "PC", "laptop")),
        Seed(Kind.DEVICE, ("モニタ", "ディスプレイ", "画面"), ("Monitor", "display", "screen")),
        Seed(Kind.DEVICE, ("キーボード",), ("Keyboard",)),
        Seed(Kind.DEVICE, ("マウス",), ("Mouse",)),
        Seed(Kind.DEVICE, ("プリンタ", "複合機", "印刷"), ("Printer", "printing")),
        Seed(Kind.DEVICE, ("ルーター",), ("Router",)),
        Seed(Kind.DEVICE, ("無線LAN", "Wi-Fi", "ワイファイ"), ("Wireless LAN", "Wi-Fi")),
        Seed(Kind.DEVICE, ("LANボード",), ("LAN board",)),
        Seed(Kind.DEVICE, ("LANカード",), ("LAN card",)),
        Seed(Kind.DEVICE, ("HUB", "ハブ"), ("Hub",)),
        Seed(Kind.DEVICE, ("Webカメラ", "ウェブカメラ"), ("Webcam",)),
        Seed(
            Kind.PHONE,
            ("スマートフォン", "スマホ", "携帯電話", "iPhone", "アイフォン", "Android", "アンドロイド"),
            ("Smartphone", "phone", "iPhone", "Android"),
            Level.VIEW_ONLY,
        ),
        Seed(Kind.TABLET, ("タブレット端末", "タブレット", "iPad", "アイパッド"), ("Tablet", "iPad"), Level.VIEW_ONLY),
    ),
    Group.SOFTWARE: (
        Seed(Kind.OS, ("Windows", "ウィンドウズ", "Windows 11", "Windows 10"), ("Windows", "Windows 11", "Windows 10")),
        Seed(Kind.OS, ("Mac", "マック", "macOS", "MacBook"), ("Mac", "macOS", "MacBook")),
        Seed(
            Kind.BROWSER,
            (
                "ブラウザ",
                "インターネットを見るソフト",
                "Chrome",
                "クローム",
                "Edge",
                "エッジ",
                "Safari",
                "サファリ",
                "Firefox",
            ),
            ("Browser", "Chrome", "Edge", "Safari", "Firefox"),
        ),
        Seed(
            Kind.MAIL,
            ("メーラー", "メールソフト", "Outlook", "アウトルック", "Thunderbird"),
            ("Mail program", "Outlook", "Thunderbird"),
        ),
        Seed(Kind.MEDIA, ("メディアプレイヤー", "動画", "音楽"), ("Media player", "video", "music")),
        Seed(Kind.SECURITY, ("ウイルス対策ソフト",), ("Antivirus software",)),
        Seed(
            Kind.APPLICATION,
            ("市販ソフト", "Excel", "エクセル", "Word", "ワード", "CAD"),
            ("Other bought software", "Excel", "Word", "CAD"),
            Level.INSTALL_ONLY,
        ),
    ),
    Group.SERVICE: (
        Seed(Kind.PROVIDER, ("当社のインターネット接続", "モデム", "ONU"), ("Our internet connection", "modem", "ONU")),
        Seed(Kind.PROVIDER, ("当社のメール",), ("Our mail",)),
        Seed(Kind.SERVICE, ("インターネット上の各種サービス",), ("Services on the internet",)),
    ),
}


@dataclass(frozen=True)
class Advice:
    """A public place that advises people who were deceived; `en` is its name and what it is for in English."""

    name: str
    contact: str
    what_for: str
    en: tuple[str, str]


SAFETY = (
    Advice("消費者ホットライン", "188", "契約やお金の相談", ("Consumer hotline", "advice about contracts and money")),
    Advice("警察相談専用電話", "#9110", "詐欺の相談", ("Police advice line", "advice about fraud")),
    Advice(
        "IPA 情報セキュリティ安心相談窓口",
        "03-5978-7509",
        "偽の警告、不審な遠隔操作",
        ("IPA information security advice", "false warnings, strangers working your computer"),
    ),
)


def in_english(name: str, what_for: str) -> tuple[str, str]:
    """A place of the directory in English, its Japanese name behind; whatever a desk lead wrote stays as it is."""
    for advice in SAFETY:
        if (advice.name, advice.what_for) == (name, what_for):
            return f"{advice.en[0]} ({name})", advice.en[1]
    return name, what_for
