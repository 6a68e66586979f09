#!/bin/sh
# Prints a Python that can run this project: $PYTHON if given, else the first that fits.
# A command that exists is not enough (pyenv leaves shims behind), so each candidate is asked.
set -eu

fits() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

can_make_environments() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1
}

say() {
    printf '%s\n' "$@" >&2
}

if [ -n "${PYTHON:-}" ]; then
    candidates=$PYTHON
else
    candidates="python3.13 python3.12 python3.11 python3.14 python3 python"
fi

unable=""
for candidate in $candidates; do
    fits "$candidate" || continue
    if can_make_environments "$candidate"; then
        command -v "$candidate"
        exit 0
    fi
    unable=$candidate
done

if [ -n "$unable" ]; then
    say "У $unable нет модулей venv и ensurepip: окружение создать нечем." \
        "В Debian и Ubuntu: sudo apt-get install $(basename "$unable")-venv, затем повторите команду."
elif [ -n "${PYTHON:-}" ]; then
    say "PYTHON=$PYTHON не подходит: нужен Python 3.11 или новее." \
        "Укажите другой: make run PYTHON=/путь/к/python3.11"
else
    say "Не найден Python 3.11 или новее (искал: $candidates)." \
        "Установите его (в Debian и Ubuntu: sudo apt-get install python3 python3-venv)" \
        "или укажите путь: make run PYTHON=/путь/к/python3.11"
fi
exit 1
