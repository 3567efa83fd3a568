# The product in one image; docker-compose.yml starts it as web, worker, beat and migrate.

FROM node:24-bookworm-slim AS front-end
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund


FROM python:3.13-slim-bookworm AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends gettext \
    && rm -rf /var/lib/apt/lists/*
RUN python -m venv /venv
COPY requirements.txt .
RUN /venv/bin/pip install --no-cache-dir --require-hashes --requirement requirements.txt
WORKDIR /app
COPY . .
COPY --from=front-end /app/node_modules node_modules
# Collecting files needs settings, though no secret: these stay in this stage.
RUN export SECRET_KEY=build BLIND_INDEX_KEY=build ALLOWED_HOSTS=build \
        FIELD_ENCRYPTION_KEYS=YnVpbGQtYnVpbGQtYnVpbGQtYnVpbGQtYnVpbGQtYnU= \
        DATABASE_URL=postgres://build:build@build/build REDIS_URL=redis://build \
    && /venv/bin/python manage.py compilemessages --locale nn --ignore .venv \
    && /venv/bin/python manage.py collectstatic --no-input \
    && /venv/bin/python -m compileall -q . /venv


FROM python:3.13-slim-bookworm
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig-config \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 stottekontakt \
    && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin stottekontakt \
    && install --directory --owner 10001 --group 10001 --mode 0700 /data
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
# The file system is read-only where this runs: data goes to /data, everything else to /tmp.
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp \
    XDG_CACHE_HOME=/tmp \
    DATA_DIR=/data
USER 10001:10001
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "stottekontakt.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
