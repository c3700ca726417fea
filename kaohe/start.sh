#!/bin/sh
# From a fresh Debian machine with Python 3.11 or newer to a running kaohe, in one command:
#
#   sh kaohe/start.sh demo     set up, then the main job on the bundled notices
#   sh kaohe/start.sh check    set up, then lint, types and tests
#   sh kaohe/start.sh …        set up, then any other command of kaohe
#
# A second run finds everything in place and starts at once. Whatever needs root and cannot be had is said, with the
# command that gets it.
set -eu

cd "$(dirname "$0")/.."
env=.venv

say() { printf '%s\n' "$*" >&2; }

stop() {
    say "$*"
    exit 2
}

# Install Debian packages that are not there: as root at once, otherwise only say which.
debian() {
    missing=
    for package in "$@"; do
        dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        say "缺少系统软件包，请让管理员执行：apt-get install --no-install-recommends$missing"
        return 1
    fi
    say "正在安装系统软件包：$missing"
    log=$(mktemp)
    if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing; } \
        >"$log" 2>&1; then
        tail -n 5 "$log" >&2
        rm -f "$log"
        say "系统软件包没有装上（原因见上），请检查软件源后再试。"
        return 1
    fi
    rm -f "$log"
}

# The newest Python that is there and recent enough.
find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

make_env() {
    python=$(find_python) || stop "没有找到 Python 3.11 或更新的版本，请先安装（Debian：apt-get install python3）。"
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        debian python3-venv || stop "没有 python3-venv 就建不了运行环境，装好后请再试。"
    fi
    say "正在建立运行环境 $env（$("$python" -V)）"
    "$python" -m venv --clear "$env"
    # uv is the one package that pip installs, at the version and hashes of the lock.
    awk '/^uv==/ { on = 1 } on { print } on && !/\\$/ { exit }' requirements.lock >"$env/uv.txt"
    "$env/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r "$env/uv.txt"
}

# uv does not read pip's configuration: hand it the package index that this machine's pip was given, if any.
use_pip_index() {
    if [ -z "${UV_DEFAULT_INDEX:-}" ]; then
        index=$("$env/bin/python" -m pip config get global.index-url 2>/dev/null) || index=
        [ -z "$index" ] || export UV_DEFAULT_INDEX="$index"
    fi
}

# What the packages of a lock are, as one number: whatever changes it asks for a new installation.
sum_of() { cat "$1" pyproject.toml kaohe/start.sh | sha256sum | cut -d' ' -f1; }

# What runs kaohe comes from requirements.lock; tests/requirements.lock holds the same, and Spark and what tests need.
install() {
    lock=$1
    stamp="$env/installed"
    [ -x "$env/bin/kaohe" ] && grep -qsx "$(sum_of "$lock")" "$stamp" && return 0
    debian libreoffice-writer-nogui || say "没有它就不能读 .doc 文件，其余照常。"
    [ -x "$env/bin/python" ] && [ -x "$env/bin/uv" ] || make_env
    use_pip_index
    say "正在安装 Python 软件包（按 $lock，核对校验值）"
    "$env/bin/uv" pip sync --quiet --python "$env/bin/python" --require-hashes --compile-bytecode "$lock"
    "$env/bin/uv" pip install --quiet --python "$env/bin/python" --no-deps --no-build-isolation --editable .
    "$env/bin/python" -m compileall -q extract normalize score review kaohe
    sum_of requirements.lock >"$stamp"
    [ "$lock" = requirements.lock ] || sum_of "$lock" >>"$stamp"
}

# Tests print notices to PDF, open workbooks with LibreOffice, drive a browser, run Spark and a PostgreSQL of their own.
check() {
    debian libreoffice-writer-nogui libreoffice-calc-nogui fonts-wqy-microhei chromium-headless-shell \
        default-jre-headless postgresql || stop "没有它们，有的测试跑不了。"
    install tests/requirements.lock
    "$env/bin/ruff" check .
    "$env/bin/ruff" format --check .
    "$env/bin/mypy" extract normalize score review kaohe
    "$env/bin/pytest" -q
    "$env/bin/pytest" -q tests/review --postgres
}

case "${1:-}" in
    check) check ;;
    *)
        install requirements.lock
        exec "$env/bin/kaohe" "$@"
        ;;
esac
