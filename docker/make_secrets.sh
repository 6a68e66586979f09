#!/bin/sh
# Makes the passwords of docker compose once; a file that is there stays as it is.
# The folder is closed to everybody else on this machine; the files in it are readable to all because
# compose hands them to containers as they are, and each container runs as its own user.
set -eu
cd "$(dirname "$0")/secrets"
chmod 700 .

random() {
    od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
}

keep() {
    if [ -e "$1" ]; then
        echo "уже есть: docker/secrets/$1"
        return
    fi
    printf '%s' "$2" >"$1"
    chmod 444 "$1"
    echo "создан: docker/secrets/$1"
}

keep neo4j_password "$(random)"
# Neo4j's image wants its user and password in one file.
keep neo4j_auth "neo4j/$(cat neo4j_password)"
keep postgres_password "$(random)"
# Seals the audit; whoever has only the database can't write it anew. Keep it apart from copies of it.
keep audit_key "$(random)"
# Who shows it may read /metrics; grafana_password opens the dashboards. Both are for the profile
# `observability`.
keep metrics_token "$(random)"
keep grafana_password "$(random)"
