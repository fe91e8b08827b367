from multiprocessing import Pool, cpu_count
from pathlib import Path
from time import time

max_workers = cpu_count()  #: max_workers
probe_ms = 150  #: probe_ms

def probe(ms):
    rounds, begin = 0, time()
    while time() < begin + ms / 1000:  #: @core @run(chunk)
        sum(range(1000))  #: @core @run(chunk)
        rounds += 1  #: @core @run(chunk)
    return rounds, begin, time()

if __name__ == '__main__':
    print('logical processors:', cpu_count())
    cpuinfo = Path('/proc/cpuinfo')  # Linux says more here
    if cpuinfo.exists():
        lines = cpuinfo.read_text().splitlines()
        print('models:', {line.split(': ')[1] for line in lines if line.startswith('model name')})

    throughputs = []
    for workers in range(1, max_workers + 1):
        with Pool(workers) as pool:  #: @core @wait(a task)
            done = pool.map(probe, [probe_ms] * workers, chunksize=1)  #: @core @wait(results)
        rounds, begins, ends = zip(*done)
        throughputs.append(sum(rounds) / (max(ends) - min(begins)))  #: @core @run(main)
        print(f'workers: {workers}, relative throughput: {throughputs[-1] / throughputs[0]:.2f}')
    print(f'effective: {max(throughputs) / throughputs[0]:.2f}')
