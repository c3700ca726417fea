#!/bin/sh
# Reads the same files with kaohe and with others and prints what each makes of them. The others are installed into
# environments of their own under out/, which takes some minutes the first time.
set -e
cd "$(dirname "$0")/../.."
uv=.venv/bin/uv
if [ ! -x "$uv" ]; then
    echo "请先运行 sh kaohe/start.sh check 装好环境。" >&2
    exit 2
fi
for group in peers-word peers-pdf peers-picture; do
    home=out/benchmarks/$group
    if [ ! -e "$home/ready" ]; then
        "$uv" venv -q --clear "$home"
        # docling asks for PyTorch, which its reader of Word files does without.
        printf "torch ; sys_platform == 'never'\ntorchvision ; sys_platform == 'never'\n" > "$home/without.txt"
        if "$uv" pip install -q --python "$home/bin/python" --override "$home/without.txt" --group "pyproject.toml:$group"; then
            touch "$home/ready"
        else
            echo "$group 没有装上，表里写明没有比较。" >&2
        fi
    fi
done
exec .venv/bin/python -m benchmarks.reading "$@"
