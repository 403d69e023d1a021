# One image for every service of docker-compose.yml; the command says which.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1
RUN useradd --create-home --uid 10001 engage && install -d -o engage -g engage /data
WORKDIR /app

COPY requirements/run.txt requirements/run.txt
RUN pip install --require-hashes -r requirements/run.txt

COPY pyproject.toml wsgi.py ./
COPY engage engage
COPY worker worker
COPY migrations migrations
RUN pip install --no-deps --no-build-isolation -e .

USER engage
ENV DATA_DIR=/data
VOLUME /data
EXPOSE 8000
CMD ["engage", "web", "--bind", "0.0.0.0:8000"]
