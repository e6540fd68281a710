# The diary for a clinic: docker build -t side-effect-diary .
FROM python:3.13.9-slim-trixie

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app

# pg_dump and pg_restore, of the version that compose.yaml has of PostgreSQL.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends postgresql-client-17 \
 && rm -rf /var/lib/apt/lists/*

COPY requirements.lock ./
RUN python -m pip install --require-hashes --requirement requirements.lock

COPY pyproject.toml README.md LICENSE alembic.ini ./
COPY api ./api
COPY migrations ./migrations
COPY frontend ./frontend
RUN python -m pip install --no-index --no-deps --no-build-isolation --editable . \
 && useradd --system --uid 10001 --home-dir /data --create-home --shell /usr/sbin/nologin diary

ENV DIARY_DATABASE_URL=sqlite:////data/diary.db DIARY_BACKUP_FOLDER=/data/backups
USER 10001
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/ready', timeout=4)"]
ENTRYPOINT ["diary"]
CMD ["serve", "--host", "0.0.0.0"]
