"""`make eval`: every measure beside its anchors, and the gate. See gate.py for the floors.

python -m tests.evaluation                       print all, exit 1 where a floor is missed
python -m tests.evaluation --only cards forms    some of them
python -m tests.evaluation --set-floors          raise the floors to what is reached
"""

import sys
from pathlib import Path

from tests.evaluation import gate, measures

if __name__ == "__main__":
    baseline = Path(__file__).with_name("baseline.json")
    raise SystemExit(gate.main(sys.argv[1:], measures.measure, baseline))
