# One image: the service and the `bindery` command.
ARG BASE_IMAGE=python:3.11-slim

FROM ${BASE_IMAGE} AS build
WORKDIR /build
COPY pyproject.toml README.md LICENSE ./
COPY contracts contracts
COPY registry registry
RUN python -m venv /opt/bindery && /opt/bindery/bin/pip install --no-cache-dir .

FROM ${BASE_IMAGE}
RUN useradd --system --uid 10001 --home-dir /var/lib/bindery --create-home bindery
COPY --from=build /opt/bindery /opt/bindery
# Others can reach it: the first start creates one admin key and prints it once (docs/access.md).
ENV PATH=/opt/bindery/bin:$PATH \
    BINDERY_HOST=0.0.0.0
USER bindery
# The default database is a file of this folder; no variable names it, so that BINDERY_DATABASE_URL_FILE can.
WORKDIR /var/lib/bindery
VOLUME /var/lib/bindery
EXPOSE 8000
ENTRYPOINT ["bindery"]
CMD ["serve"]
