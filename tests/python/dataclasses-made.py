"""Classes that are written by a decorator."""

from dataclasses import FrozenInstanceError, asdict, astuple, dataclass, field, replace

@dataclass(order=True, frozen=True)
class Task:
    priority: int
    name: str = "task"
    tags: list = field(default_factory=list, compare=False)

task = Task(2)
print(task, Task(1, "z") < task, asdict(task), astuple(replace(task, name="x")))
try:
    task.priority = 3
except FrozenInstanceError as error:
    print(error)
try:
    Task()
except TypeError as error:
    print(error)

# expect: Task(priority=2, name='task', tags=[]) True {'priority': 2, 'name': 'task', 'tags': []} (2, 'x', [])
# expect: cannot assign to field 'priority'
# expect: Task.__init__() missing 1 required positional argument: 'priority'
