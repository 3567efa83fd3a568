"""All settings, read from the environment; docs/operations.md and .env.example list every variable.

Safe by default: without TRIAL everything is set as for production, and what is missing stops the
start with one sentence that names the variable.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

from stottekontakt import embedded

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

# ── Reading the environment ─────────────────────────────────────────────────────────────────────


def secret(name: str) -> str:
    """The value of NAME, or of the file that NAME_FILE names (as container secrets are given)."""
    if file := os.environ.get(f"{name}_FILE"):
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE names the file {file}, which cannot be read: {error.strerror}."
            ) from error
    if value := os.environ.get(name):
        return value
    raise ImproperlyConfigured(
        f"{name} is missing. Set {name} or {name}_FILE (see .env.example), "
        "or run `make run` for a trial on this machine."
    )


def read(kind: Any, name: str, default: Any) -> Any:
    """A typed value of the environment; a wrong one stops the start with a sentence."""
    try:
        return kind(name, default)
    except (EnvError, ValueError) as error:
        raise ImproperlyConfigured(f"{name} has a value that cannot be used: {error}.") from error


DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var").expanduser().resolve()

# A trial keeps its secrets and the addresses of its own servers in DATA_DIR/trial.env.
TRIAL: bool = read(env.bool, "TRIAL", (DATA_DIR / "trial.env").exists())
if TRIAL:
    for _name, _value in embedded.read_environment(DATA_DIR, create=True).items():
        os.environ.setdefault(_name, _value)
    _servers = embedded.ensure(
        DATA_DIR, database="DATABASE_URL" not in os.environ, broker="REDIS_URL" not in os.environ
    )
    if _servers.database_url:
        os.environ["DATABASE_URL"] = _servers.database_url
        os.environ["DATABASE_OWNER_URL"] = _servers.database_owner_url
    if _servers.redis_url:
        os.environ["REDIS_URL"] = _servers.redis_url

DEBUG: bool = read(env.bool, "DEBUG", False)
TESTING = "pytest" in sys.modules

# ── Site ────────────────────────────────────────────────────────────────────────────────────────

SECRET_KEY = secret("SECRET_KEY")
SECRET_KEY_FALLBACKS: list[str] = read(env.list, "SECRET_KEY_FALLBACKS", [])
PORT: int = read(env.int, "PORT", 8000)
BASE_URL: str = read(env.str, "BASE_URL", f"http://localhost:{PORT}").rstrip("/")
if TRIAL:
    ALLOWED_HOSTS: list[str] = read(env.list, "ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
else:
    ALLOWED_HOSTS = [host for host in secret("ALLOWED_HOSTS").split(",") if host]
CSRF_TRUSTED_ORIGINS: list[str] = read(env.list, "CSRF_TRUSTED_ORIGINS", [BASE_URL])

# Identity numbers: a trial takes synthetic ones only (month + 80), production real ones only.
SYNTHETIC_IDENTITY_NUMBERS: bool = read(env.bool, "SYNTHETIC_IDENTITY_NUMBERS", TRIAL)

INSTALLED_APPS = [
    "stottekontakt.database",  # first: its `migrate` and `flush` stand before Django's own
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "csp",
    "stottekontakt.ui",
    "stottekontakt.audit",
    "stottekontakt.accounts",
    "stottekontakt.cases",
    "stottekontakt.deadlines",
    "stottekontakt.letters",
    "applications",
    "decisions",
    "stottekontakt.reports",
    "stottekontakt.administration",
    "stottekontakt.help",
    "stottekontakt.archive",
    "stottekontakt.imports",
    "stottekontakt.reminders",
    "stottekontakt.health",
    "stottekontakt.embedded",
    "stottekontakt.demo",
    "stottekontakt.bench",
]

MIDDLEWARE = [
    "stottekontakt.health.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "stottekontakt.ui.middleware.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "stottekontakt.accounts.middleware.SessionTimeoutMiddleware",
    "stottekontakt.accounts.middleware.MembershipMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "stottekontakt.accounts.middleware.LanguageMiddleware",
    "stottekontakt.ui.middleware.NotAllowedPageMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "stottekontakt.urls"
WSGI_APPLICATION = "stottekontakt.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "stottekontakt.ui.context_processors.frame",
                "stottekontakt.help.context_processors.help_link",
            ],
        },
    },
]

# ── Database ────────────────────────────────────────────────────────────────────────────────────
# DATABASE_URL is the lesser role's: row-level security binds it. DATABASE_OWNER_URL is the owner's
# and is only needed where tables are made, copied or thinned out (see stottekontakt/database/).


def database(url: str, name: str) -> dict[str, Any]:
    import dj_database_url

    try:
        settings = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    except (ValueError, dj_database_url.ParseError) as error:
        raise ImproperlyConfigured(
            f"{name} cannot be read. It looks like postgres://role:password@host:5432/database."
        ) from error
    if settings.get("ENGINE") != "django.db.backends.postgresql":
        raise ImproperlyConfigured(f"{name} must name a PostgreSQL database (postgres://…).")
    settings["OPTIONS"] = {
        "connect_timeout": 5,
        **settings.get("OPTIONS", {}),
        "application_name": "stottekontakt",
        # Questions of a page are short: compiling them costs a hundred times what it saves.
        "options": "-c jit=off",
    }
    return dict(settings)


DATABASES = {"default": database(secret("DATABASE_URL"), "DATABASE_URL")}
DATABASE_APP_ROLE: str = DATABASES["default"]["USER"]
DATABASE_OWNER: dict[str, Any] | None = None
if os.environ.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_OWNER_URL_FILE"):
    DATABASE_OWNER = database(secret("DATABASE_OWNER_URL"), "DATABASE_OWNER_URL")
    if DATABASE_OWNER["USER"] == DATABASE_APP_ROLE:
        raise ImproperlyConfigured(
            "DATABASE_URL and DATABASE_OWNER_URL name the same role. The program must run as a "
            "lesser role than the one that owns the tables, or the walls between municipalities "
            "do not hold. `manage.py database_roles` prints the SQL that makes both."
        )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Triggers are put in place from the models after each migrate (database/protection.py): as steps of
# migrations they cost more time than all tables together.
PGTRIGGER_MIGRATIONS = False
PGTRIGGER_INSTALL_ON_MIGRATE = False
PGHISTORY_DEFAULT_TRACKERS = None
PGHISTORY_APPEND_ONLY = False  # grants are the lock; a trigger can be ignored (docs/security.md)

# ── Secrets of the data ─────────────────────────────────────────────────────────────────────────

FIELD_ENCRYPTION_KEYS: list[str] = [
    key.strip() for key in secret("FIELD_ENCRYPTION_KEYS").split(",") if key.strip()
]
BLIND_INDEX_KEY = secret("BLIND_INDEX_KEY")

# ── Broker, cache, background work ──────────────────────────────────────────────────────────────

REDIS_URL = secret("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "stottekontakt",
    }
}


CELERY_BROKER_URL = embedded.broker_url(
    REDIS_URL
)  # Celery writes a socket's address in its own way
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
# With the broker down, publishing must give up at once: the row is saved, the sweeper finds it.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": read(env.int, "TASK_VISIBILITY_SECONDS", 600),
    "socket_connect_timeout": 3,
    "socket_timeout": 10,
}
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/Oslo"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat-schedule")
# How old unfinished background work may be before the sweeper takes it up, in seconds.
SWEEP_AFTER_SECONDS: int = read(env.int, "SWEEP_AFTER_SECONDS", 300)

# ── Sign-in ─────────────────────────────────────────────────────────────────────────────────────

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {"user_attributes": ("username", "email", "name")},
        "MinimumLengthValidator": {"min_length": 12},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by invitation, sent to the address itself
ACCOUNT_ADAPTER = "stottekontakt.accounts.adapter.AccountAdapter"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_USER_DISPLAY = "stottekontakt.accounts.adapter.user_display"
ACCOUNT_SESSION_REMEMBER = False
ALLAUTH_TRUSTED_PROXY_COUNT: int = read(env.int, "TRUSTED_PROXY_COUNT", 0)
INVITATION_DAYS = 7

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_IDLE_MINUTES: int = read(env.int, "SESSION_IDLE_MINUTES", 30)
SESSION_LONGEST_HOURS: int = read(env.int, "SESSION_LONGEST_HOURS", 10)
SESSION_COOKIE_AGE = SESSION_LONGEST_HOURS * 3600

# ── Transport and browser ───────────────────────────────────────────────────────────────────────

HTTPS = BASE_URL.startswith("https://") or not TRIAL
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "stottekontakt.ui.views.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^helse/"]  # the container asks itself, without TLS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# ── Language, time, numbers ─────────────────────────────────────────────────────────────────────

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk")]
LOCALE_PATHS = [BASE_DIR / "stottekontakt" / "locale"]
TIME_ZONE = "Europe/Oslo"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["stottekontakt.ui.formats"]

# ── Files ───────────────────────────────────────────────────────────────────────────────────────

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static-collected"
if TRIAL or TESTING:  # files are served from where they lie; this folder only has to be there
    STATIC_ROOT = DATA_DIR / "static"
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
NODE_MODULES = BASE_DIR / "node_modules"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/ds", NODE_MODULES / "@digdir" / "designsystemet-css" / "dist"),
    ("vendor/inter", NODE_MODULES / "inter-ui" / "variable"),
    ("vendor/inter-letter", NODE_MODULES / "inter-ui" / "web"),  # full files, for PDF
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if TRIAL or TESTING or DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = TRIAL or TESTING or DEBUG

DOCUMENTS_DIR = DATA_DIR / "documents"
PRINTS_DIR = DATA_DIR / "prints"  # letters printed together, until they are sent
EXPORTS_DIR = DATA_DIR / "exports"  # gathered decisions, until they expire
EXPORT_DAYS: int = read(env.int, "EXPORT_DAYS", 7)
IMPORTS_DIR = DATA_DIR / "imports"  # spreadsheets on their way in, encrypted
IMPORT_DAYS: int = read(env.int, "IMPORT_DAYS", 14)
IMPORT_MAX_BYTES: int = read(env.int, "IMPORT_MAX_MB", 20) * 1024 * 1024
ATTACHMENT_MAX_BYTES: int = read(env.int, "ATTACHMENT_MAX_MB", 10) * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
CLAMAV_URL: str = read(env.str, "CLAMAV_URL", "")  # tcp://host:3310; empty: no virus scan

# ── E-mail ──────────────────────────────────────────────────────────────────────────────────────

DEFAULT_FROM_EMAIL: str = read(env.str, "DEFAULT_FROM_EMAIL", "stottekontakt@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10  # a mail server that hangs must not hold a request
if os.environ.get("EMAIL_URL") or os.environ.get("EMAIL_URL_FILE"):
    import dj_email_url

    vars().update(dj_email_url.parse(secret("EMAIL_URL")))
elif TRIAL:
    EMAIL_BACKEND = "stottekontakt.reminders.mailbox.MailboxBackend"  # read at /utboks/
else:
    EMAIL_HOST = read(env.str, "EMAIL_HOST", "localhost")

# ── Forms ───────────────────────────────────────────────────────────────────────────────────────

CRISPY_ALLOWED_TEMPLATE_PACKS = "ds"
CRISPY_TEMPLATE_PACK = "ds"
CRISPY_FAIL_SILENTLY = False

# ── Logs of the program (the legal logs stand in the database: stottekontakt/audit/) ────────────
# Lines carry ids and paths, never names, numbers, query strings or local variables.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "stottekontakt.logs.JsonFormatter"},
        "plain": {"format": "%(levelname)s %(name)s: %(message)s"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain" if TRIAL else "json",
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING" if TRIAL else "INFO"},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}
