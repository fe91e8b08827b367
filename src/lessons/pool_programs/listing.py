from json import dumps
from multiprocessing.pool import ThreadPool
from subprocess import run

programs = [  #: programs
    {'lesson': 'pool-square', 'params': {}},
    {'lesson': 'generators', 'params': {}},
    {'lesson': 'actors', 'params': {}},
]
workers = 3  #: workers

def run_program(program):
    # The programs are lessons of this playground, as its command runs them.
    params = dumps(program.get('params', {}))
    command = ['manyhands', 'run', program['lesson'], '--params', params]  #: @core
    try:
        ended = run(command, capture_output=True, text=True)  #: @core @run
    except FileNotFoundError as error:
        return 127, f'{error}\n'
    return ended.returncode, ended.stdout + ended.stderr

# Each program is a process of its own, and a thread is enough to wait for it.
with ThreadPool(workers) as pool:  #: @core @wait(a program)
    ended = pool.map(run_program, programs, chunksize=1)  #: @core @wait(results)
for program, (exit_code, output) in zip(programs, ended):
    print(f"{program['lesson']}: exit {exit_code}\n{output}", end='')
