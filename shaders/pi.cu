// Counts the points inside the circle: the twin of `shaders/pi.wgsl` for NVIDIA GPUs, and of
// `src/pi/kernel.rs`. What a unit is, and how a launch is laid out, is told there.
//
// CUDA has 64-bit integers, and one instruction for the 64-bit product of two 32-bit ones, so this
// is the shorter of the two. Compiled by NVRTC when the program runs; it includes nothing.

typedef unsigned int u32;
typedef unsigned long long u64;

struct Params {
    u64 seed;
    // Number of the first unit.
    u64 base;
    // Units in this launch, at least one.
    u64 units;
    // Units that one thread counts.
    u64 units_per_thread;
    // Points of the first unit that lie before the range.
    u32 before;
    // Points of the last unit that lie after the range.
    u32 after;
};

// ---- Philox4x32-10 (Salmon et al., SC'11) ------------------------------------------------------

// The four words of the counter (low b, high b, third, 0).
__device__ __forceinline__ uint4 philox_block(u64 seed, u64 b, u32 third) {
    u32 k0 = (u32)seed, k1 = (u32)(seed >> 32);
    uint4 c = make_uint4((u32)b, (u32)(b >> 32), third, 0);
#pragma unroll
    for (int round = 0; round < 10; round++) {
        u64 p0 = (u64)0xd2511f53u * c.x;
        u64 p1 = (u64)0xcd9e8d57u * c.z;
        c = make_uint4((u32)(p1 >> 32) ^ c.y ^ k0, (u32)p1, (u32)(p0 >> 32) ^ c.w ^ k1, (u32)p0);
        k0 += 0x9e3779b9u;
        k1 += 0xbb67ae85u;
    }
    return c;
}

// Whether x(x+1) + y(y+1) does not carry out of 32 bits.
__device__ __forceinline__ u32 philox_inside(u32 word) {
    u32 x = word & 0xffffu, y = word >> 16;
    u32 p = x * x + x, q = y * y + y;
    return q <= ~p;
}

// The points start ..< end of one unit that are inside.
__device__ u32 philox_part(const Params& params, u64 unit, u32 start, u32 end) {
    uint4 c = philox_block(params.seed, params.base + unit, 0);
    u32 words[4] = {c.x, c.y, c.z, c.w}, count = 0;
#pragma unroll
    for (u32 i = 0; i < 4; i++)
        if (i >= start && i < end) count += philox_inside(words[i]);
    return count;
}

__device__ __forceinline__ u32 philox_unit(const Params& params, u64 unit) {
    uint4 c = philox_block(params.seed, params.base + unit, 0);
    return philox_inside(c.x) + philox_inside(c.y) + philox_inside(c.z) + philox_inside(c.w);
}

// ---- xorshift streams (Marsaglia 2003; started by philox, as src/pi/xorshift.rs says) -----------

__device__ __forceinline__ u64 xorshift_start(const Params& params, u64 unit) {
    u64 stream = params.base + unit;
    uint4 c = philox_block(params.seed, stream >> 1, 1);
    u64 state = stream & 1 ? (u64)c.w << 32 | c.z : (u64)c.y << 32 | c.x;
    return state == 0 ? 1 : state;
}

__device__ __forceinline__ u64 xorshift_step(u64 s) {
    s ^= s << 13;
    s ^= s >> 7;
    s ^= s << 17;
    return s;
}

// Whether x² + y² < 2³⁰, x and y signed, the sum unsigned.
__device__ __forceinline__ u32 xorshift_inside(u32 word) {
    int x = (short)(word & 0xffffu), y = (int)word >> 16;
    return (u32)(x * x) + (u32)(y * y) < 1u << 30;
}

// The points start ..< end of one unit that are inside.
__device__ u32 xorshift_part(const Params& params, u64 unit, u32 start, u32 end) {
    u64 s = xorshift_start(params, unit);
    u32 count = 0;
    for (u32 point = 0; point < end; point += 2) {
        s = xorshift_step(s);
        if (point >= start) count += xorshift_inside((u32)s);
        if (point + 1 >= start && point + 1 < end) count += xorshift_inside((u32)(s >> 32));
    }
    return count;
}

__device__ __forceinline__ u32 xorshift_unit(const Params& params, u64 unit) {
    u64 s = xorshift_start(params, unit);
    u32 count = 0;
#pragma unroll 4
    for (u32 step = 0; step < 1024; step++) {
        s = xorshift_step(s);
        count += xorshift_inside((u32)s) + xorshift_inside((u32)(s >> 32));
    }
    return count;
}

// ---- which units are mine, and the sum of all ---------------------------------------------------

// Adds up the block first, so that the one counter that all of them share is asked for once by
// each block and not once by each thread. A block's sum fits 32 bits: 1,024 threads of 2¹⁶ points.
__device__ void add_up(u32 count, u64* inside) {
    __shared__ u32 block_inside;
    if (threadIdx.x == 0) block_inside = 0;
    __syncthreads();
    atomicAdd(&block_inside, count);
    __syncthreads();
    if (threadIdx.x == 0) atomicAdd(inside, (u64)block_inside);
}

// A kernel for each generator, `SIZE` being the points in its unit.
#define COUNT(NAME, SIZE)                                                                     \
    extern "C" __global__ void NAME(Params params, u64* inside) {                             \
        u64 thread = (u64)blockIdx.x * blockDim.x + threadIdx.x;                              \
        u64 first = min(thread * params.units_per_thread, params.units);                      \
        u64 end = min(first + params.units_per_thread, params.units);                         \
        u32 count = 0;                                                                        \
        for (u64 unit = first; unit < end; unit++) count += NAME##_unit(params, unit);        \
        if (first < end) {                                                                    \
            if (first == 0 && params.before > 0)                                              \
                count -= NAME##_part(params, 0, 0, params.before);                            \
            if (end == params.units && params.after > 0)                                      \
                count -= NAME##_part(params, params.units - 1, SIZE - params.after, SIZE);    \
        }                                                                                     \
        add_up(count, inside);                                                                \
    }

COUNT(philox, 4)
COUNT(xorshift, 2048)
