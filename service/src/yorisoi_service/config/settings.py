"""Django's settings: from the provider file and the environment, with nothing open that was not opened on purpose."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from yorisoi_service.config import environment, logs, policies, provider
from yorisoi_service.config.reading import Faulty

try:
    _environment = environment.read(os.environ)
    PROVIDER = provider.load(_environment.provider_file)
    environment.make_folder(_environment.data)
    SECRET_KEY = _environment.secret_key or environment.kept_secret(_environment.data)
    DATA_KEY = _environment.data_key or environment.kept_data_key(_environment.data)
    CALLS_KEY = _environment.calls_key
except Faulty as _faulty:
    # Whatever program reads these settings ends here, with sentences for the operator and without a stack trace.
    raise SystemExit(str(_faulty)) from None
PACKAGE = Path(__file__).parents[1]

# The provider
if _environment.origin is not None:
    PROVIDER = replace(PROVIDER, origin=_environment.origin)
if _environment.viewer_origins is not None:
    PROVIDER = replace(PROVIDER, viewer_origins=_environment.viewer_origins)

# Addresses
ORIGIN = PROVIDER.origin
ORIGIN_HOST = urlsplit(ORIGIN).hostname or ""
IS_HTTPS = ORIGIN.startswith("https://")
VIEWER_ORIGINS = PROVIDER.viewer_origins
SOCKET_ORIGINS = frozenset({ORIGIN, *VIEWER_ORIGINS})
SOCKET_ADDRESS = ORIGIN.replace("http", "ws", 1)
TRUSTED_PROXIES = _environment.trusted_proxies
ALLOWED_HOSTS = [ORIGIN_HOST, *(urlsplit(origin).hostname or "" for origin in VIEWER_ORIGINS)]
CSRF_TRUSTED_ORIGINS = [ORIGIN]

# Places
DATA = _environment.data
DATABASES = {"default": _environment.database}
REDIS_URL = _environment.redis_url
AUDIT_KEYS = _environment.audit_keys
AUDIT_COPY = _environment.audit_copy
DOWNLOADS = _environment.downloads
PROVIDER_FILE = _environment.provider_file
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# Apps
DEBUG = False
ROOT_URLCONF = "yorisoi_service.config.urls"
ASGI_APPLICATION = "yorisoi_service.config.asgi.application"
INSTALLED_APPS = [
    "yorisoi_service.config",
    "yorisoi_service.front.portal",
    "yorisoi_service.front.console",
    "yorisoi_service.front.office",
    "yorisoi_service.front.api",
    "yorisoi_service.desk",
    "yorisoi_service.debits",
    "yorisoi_service.remote",
    "yorisoi_service.billing",
    "yorisoi_service.contracts",
    "yorisoi_service.letters",
    "yorisoi_service.subscribers",
    "yorisoi_service.staff",
    "yorisoi_service.audit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]
MIDDLEWARE = [
    "yorisoi_service.config.middleware.health",
    "yorisoi_service.config.middleware.request_id",
    "yorisoi_service.config.middleware.canonical_origin",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "yorisoi_service.config.middleware.page_headers",
    "yorisoi_service.staff.middleware.IdleSession",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "yorisoi_service.staff.middleware.longest_session",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "yorisoi_service.config.context.provider",
            ]
        },
    }
]

# Signing in (staff only)
AUTH_USER_MODEL = "staff.StaffMember"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "yorisoi_service.staff.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/300s/key", "reauthenticate": "10/m/user"}
MFA_ADAPTER = "yorisoi_service.staff.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # staff have no address here; an administrator knows them
MFA_TRUST_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ORIGIN_HOST == "localhost" and not IS_HTTPS
YORISOI_SESSION_LIFE_S = 8 * 3_600  # a shift (ASVS 7.3.2)

# Sessions and cookies. Over plain HTTP (a demo on this machine) browsers refuse __Host- names and Secure cookies.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 30 * 60  # idle time (ASVS 7.3.1); every request renews it
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-yorisoi" if IS_HTTPS else "yorisoi"
CSRF_COOKIE_NAME = "__Host-yorisoi-csrf" if IS_HTTPS else "yorisoi-csrf"
LANGUAGE_COOKIE_NAME = "yorisoi-language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = IS_HTTPS

# Headers
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 86_400 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["security.W008"]  # our canonical_origin leads to HTTPS, and knows the one right host
CONTENT_SECURITY_POLICY = policies.pages(SOCKET_ADDRESS)
VIEWER_POLICY = policies.static_page(ORIGIN, SOCKET_ADDRESS)
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["yorisoi_service.config.uploads.NoFiles"]  # a view that takes a file brings its own

# Static files. web/ holds the browsers' own pages: /viewer/ and /share/ at the root of the origin.
STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_ROOT = PACKAGE / "static" / "web"
WHITENOISE_INDEX_FILE = True
WHITENOISE_ADD_HEADERS_FUNCTION = policies.static_headers(VIEWER_POLICY)

# Language and time
LANGUAGE_CODE = PROVIDER.languages[0]
LANGUAGES = [(code, {"ja": "日本語", "en": "English"}[code]) for code in PROVIDER.languages]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Tokyo"

LOGGING = logs.configuration()
LOGGING_CONFIG = "logging.config.dictConfig"
# Further reasons why /readyz says no (the socket endpoint's bus): callables that return a code or None.
YORISOI_READINESS: list[Any] = []

# Mail: letters only. Without a server and a sender nothing is sent, and whoever asks for it is told so.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = PROVIDER.letters.sender
MAIL_READY = _environment.mail is not None and bool(PROVIDER.letters.sender)
if _environment.mail is not None:
    globals().update(_environment.mail)
