# One image: `serve`, `worker`, `migrate` and every other `bindery` command. It runs with a read-only root file system: state
# stands in /var/lib/bindery (SQLite only), passing files in /tmp.
ARG BASE_IMAGE=python:3.11-slim

FROM ${BASE_IMAGE} AS build
WORKDIR /build
COPY pyproject.toml README.md LICENSE ./
COPY contracts contracts
COPY registry registry
# `otel` sends traces; `--build-arg EXTRAS=` leaves it out
ARG EXTRAS=otel
RUN python3 -m venv /opt/bindery && /opt/bindery/bin/pip install --no-cache-dir ".[${EXTRAS}]"

FROM ${BASE_IMAGE}
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Bindery" \
      org.opencontainers.image.description="An event-schema registry and contract-testing service" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
RUN groupadd --gid 10001 bindery \
 && useradd --uid 10001 --gid bindery --no-log-init --home-dir /var/lib/bindery --create-home bindery
COPY --from=build /opt/bindery /opt/bindery
# Others can reach it: the first start creates one admin key and prints it once (docs/access.md).
ENV PATH=/opt/bindery/bin:$PATH \
    BINDERY_HOST=0.0.0.0 \
    BINDERY_PORT=8000
# By number, so that an orchestrator can see that this is not root.
USER 10001:10001
# The default database is a file of this folder; no variable names it, so that BINDERY_DATABASE_URL_FILE can.
WORKDIR /var/lib/bindery
VOLUME /var/lib/bindery
EXPOSE 8000
# For plain HTTP; whoever serves TLS here, or runs `worker`, says otherwise (compose.yaml does).
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"BINDERY_PORT\"]}/readyz', timeout=2)"]
ENTRYPOINT ["bindery"]
CMD ["serve"]
