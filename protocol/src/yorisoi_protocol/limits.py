"""Every number of the protocol, each with its reason. Seconds end in _S, milliseconds in _MS, sizes in _BYTES."""

PROTOCOL_VERSION = 1

# One-time pass (R30)
NAMEPLATE_DIGITS = 4  # public; carries some 5,000 open passes
SECRET_DIGITS = 6  # one guess in 1,000,000 (ASVS 6.5.4)
PASS_LIFE_S = 600  # ASVS 6.5.5: ten minutes; the tool offers a new one before
PASSES_PER_START = 3  # then the tool rests
PASS_REST_S = 600

# Signalling
NONCE_BYTES = 32
MAX_SIGNAL_BYTES = 65_536  # an SDP is 2 to 6 kB; nothing honest comes near
MAX_BOX_CHARS = 60_000  # a relayed box with its wrapping stays below MAX_SIGNAL_BYTES
MAX_SEALED_CHARS = 56_000  # hex of a sealed body inside a box
MAX_SEALED = 4_096  # sealed messages one way in a session; nobody renegotiates that often
MAX_SKIPPED = 256  # sealed messages lost in a row: 90 s of re-offers with candidates to a side that is away
MAX_SDP_CHARS = 24_000
MAX_SIGNALS_PER_S = 20
SIGNAL_BURST = 60
RUN_TIMEOUT_S = 20  # m1 to m4 after a claim; longer means the other side is gone
CONNECT_TIMEOUT_S = 15  # from m4 to an open channel
CERTIFICATE_TIMEOUT_S = 5  # the viewer's own timer: a refused certificate may look like silence
LOST_AFTER_S = 600  # a row whose peers both stay away

# Evidence
MAX_ENTRY_CHARS = 4_096
MAX_RECEIPT_CHARS = 8_192
MAX_RECEIPT_ITEMS = 16

# Time of a session (R34); the service says the seconds, these bound what is believed and when it is told
MAX_TIME_BOX_S = 14_400  # four hours: a program believes no service more, it can only be told less
TIME_SOON_S = 300  # both sides are told once, in words, that the planned time is nearly over
MAX_JOINED = 2  # who may look beside the one who helps: a desk lead and one more

# Liveness
ALIVE_EVERY_S = 5
SILENT_AFTER_S = 15  # nothing passes from here on
ENDED_AFTER_S = 90  # the same keys may resume until here
IDLE_AFTER_S = 600
LOCAL_INPUT_MS = 500  # the subscriber's own hand wins for this long

# Questions and grants
MAX_OPEN_QUESTIONS = 3
BUTTON_INERT_MS = 700  # a window that jumps under a click must not be agreed to

# Picture
FRAGMENT_BYTES = 1_100  # one SCTP packet on a 1,200 byte path; measured best on lossy lines
FRAGMENT_HEADER_BYTES = 8
MAX_FRAGMENTS = 4_096  # 4.5 MB a message: a raw 4K key frame stays far below
ACK_WINDOW = 256  # picture messages whose fate one acknowledgement repeats
MAX_MISSING = 64  # fragments one acknowledgement may ask for again
VIDEO_GAP_MS = 300  # how long a video frame waits for the one before it: one repeat over a slow line
GIVE_UP_MS = 1_000  # an incomplete message that nothing was added to for so long is not waited for
MAX_ASSEMBLY_BYTES = 16_000_000  # incomplete messages a page keeps; what is older is dropped
MAX_SCREEN = 16_384  # pixels each way, beyond every desktop in use
MAX_CURSOR = 512  # pixels each way; the largest accessibility cursors have 256

# Words and input between the peers
MAX_WORD_BYTES = 65_536
MAX_TEXT_BYTES = 4_096  # committed text in one event
MAX_CLIPBOARD_BYTES = 1_000_000
CLIPBOARD_PIECE_CHARS = 10_000  # six bytes each at worst: below MAX_WORD_BYTES
MAX_INPUT_BYTES = MAX_TEXT_BYTES + 64
NAME_CHARS = 120  # any name shown to a person is cut here
