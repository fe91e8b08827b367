// Counts the points inside the circle: the GPU twin of `src/pi/kernel.rs`, word for word.
//
// A dispatch counts one range of points. It is laid out in units, which are what a generator makes
// together: a block of 4 points for philox, a stream of 2,048 for xorshift. Invocation k counts
// `units_per_invocation` units in a row; what sticks out of the range at the two ends is counted
// as well and then taken off again, so that the loop in the middle has nothing to ask.
//
// WGSL has no 64-bit integers: a pair (low, high) of u32 stands for one. That the result must be
// the same integer as everywhere else leaves no room for floating point.

// Invocations in a work-group. Set when the pipeline is made, from the parameter of that name.
override workgroup_size: u32 = 64;

struct Params {
    // The seed: (low, high) 32 bits. For philox that is the key.
    seed: vec2<u32>,
    // Number of the first unit: (low, high) 32 bits.
    base: vec2<u32>,
    // Units in this dispatch, at least one.
    units: u32,
    // Units that one invocation counts.
    units_per_invocation: u32,
    // Points of the first unit that lie before the range.
    before: u32,
    // Points of the last unit that lie after the range.
    after: u32,
}

@group(0) @binding(0) var<uniform> params: Params;

// The result, in 64 bits: (low, high).
@group(0) @binding(1) var<storage, read_write> inside: array<atomic<u32>, 2>;

// The sum over one work-group; WGSL starts it at zero.
var<workgroup> group_inside: atomic<u32>;

// ---- 64 bits from 32 ---------------------------------------------------------------------------

// a + b, where a is 64 bits.
fn add_wide(a: vec2<u32>, b: u32) -> vec2<u32> {
    let low = a.x + b;
    return vec2(low, a.y + u32(low < b));
}

// The high 32 bits of a · b, from four products of 16-bit halves.
fn mul_high(a: u32, b: u32) -> u32 {
    let a_low = a & 0xffffu;
    let a_high = a >> 16u;
    let b_low = b & 0xffffu;
    let b_high = b >> 16u;
    // No sum here overflows: (2¹⁶ − 1)² + (2¹⁶ − 1) < 2³².
    let middle = a_high * b_low + ((a_low * b_low) >> 16u);
    let other = a_low * b_high + (middle & 0xffffu);
    return a_high * b_high + (middle >> 16u) + (other >> 16u);
}

// ---- Philox4x32-10 (Salmon et al., SC'11) ------------------------------------------------------

// The four words of one counter, under the key `params.seed`.
fn philox_block(counter: vec4<u32>) -> vec4<u32> {
    var c = counter;
    var k = params.seed;
    for (var round = 0; round < 10; round++) {
        let p0 = vec2(0xd2511f53u * c.x, mul_high(0xd2511f53u, c.x));
        let p1 = vec2(0xcd9e8d57u * c.z, mul_high(0xcd9e8d57u, c.z));
        c = vec4(p1.y ^ c.y ^ k.x, p1.x, p0.y ^ c.w ^ k.y, p0.x);
        k += vec2(0x9e3779b9u, 0xbb67ae85u);
    }
    return c;
}

// 1 where the point of the word is inside: x(x+1) + y(y+1) does not carry out of 32 bits.
fn philox_inside(words: vec4<u32>) -> vec4<u32> {
    let x = words & vec4(0xffffu);
    let y = words >> vec4(16u);
    let p = x * (x + 1u);
    let q = y * (y + 1u);
    return vec4<u32>(q <= ~p);
}

// For each of the four points of a unit: 1 where it is inside.
fn philox_unit(unit: u32) -> vec4<u32> {
    return philox_inside(philox_block(vec4(add_wide(params.base, unit), 0u, 0u)));
}

// The points from ..< to of one unit that are inside.
fn philox_part(unit: u32, start: u32, end: u32) -> u32 {
    let lane = vec4(0u, 1u, 2u, 3u);
    let chosen = vec4<u32>(lane >= vec4(start)) & vec4<u32>(lane < vec4(end));
    return sum(philox_unit(unit) & chosen);
}

fn sum(v: vec4<u32>) -> u32 {
    return v.x + v.y + v.z + v.w;
}

@compute @workgroup_size(workgroup_size)
fn philox(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) local: u32,
) {
    let mine = units_of(group, groups, local);
    var count = vec4(0u);
    for (var unit = mine.x; unit < mine.y; unit++) {
        count += philox_unit(unit);
    }
    var total = sum(count);
    if mine.x < mine.y {
        if mine.x == 0u {
            total -= philox_part(0u, 0u, params.before);
        }
        if mine.y == params.units {
            total -= philox_part(params.units - 1u, 4u - params.after, 4u);
        }
    }
    add_up(total, local);
}

// ---- xorshift streams (Marsaglia 2003; started by philox, as src/pi/xorshift.rs says) -----------

// The state that a unit's stream starts from: (low, high) 32 bits.
fn xorshift_start(unit: u32) -> vec2<u32> {
    let stream = add_wide(params.base, unit);
    let block = vec2((stream.x >> 1u) | (stream.y << 31u), stream.y >> 1u);
    let words = philox_block(vec4(block, 1u, 0u));
    let state = select(words.xy, words.zw, (stream.x & 1u) == 1u);
    return select(state, vec2(1u, 0u), all(state == vec2(0u)));
}

// s ^= s << 13; s ^= s >> 7; s ^= s << 17, on 64 bits.
fn xorshift_step(state: vec2<u32>) -> vec2<u32> {
    var s = state;
    s ^= vec2(s.x << 13u, (s.y << 13u) | (s.x >> 19u));
    s ^= vec2((s.x >> 7u) | (s.y << 25u), s.y >> 7u);
    s ^= vec2(s.x << 17u, (s.y << 17u) | (s.x >> 15u));
    return s;
}

// 1 where the point of the word is inside: x² + y² < 2³⁰, x and y signed, the sum unsigned.
fn xorshift_inside(words: vec2<u32>) -> vec2<u32> {
    let x = bitcast<vec2<i32>>(words << vec2(16u)) >> vec2(16u);
    let y = bitcast<vec2<i32>>(words) >> vec2(16u);
    return vec2<u32>(bitcast<vec2<u32>>(x * x) + bitcast<vec2<u32>>(y * y) < vec2(1u << 30u));
}

fn xorshift_unit(unit: u32) -> u32 {
    var state = xorshift_start(unit);
    var count = vec2(0u);
    for (var step = 0u; step < 1024u; step++) {
        state = xorshift_step(state);
        count += xorshift_inside(state);
    }
    return count.x + count.y;
}

// The points start ..< end of one unit that are inside.
fn xorshift_part(unit: u32, start: u32, end: u32) -> u32 {
    var state = xorshift_start(unit);
    var count = 0u;
    for (var point = 0u; point < end; point += 2u) {
        state = xorshift_step(state);
        let is_inside = xorshift_inside(state);
        count += select(0u, is_inside.x, point >= start);
        count += select(0u, is_inside.y, point + 1u >= start && point + 1u < end);
    }
    return count;
}

@compute @workgroup_size(workgroup_size)
fn xorshift(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) local: u32,
) {
    let mine = units_of(group, groups, local);
    var total = 0u;
    for (var unit = mine.x; unit < mine.y; unit++) {
        total += xorshift_unit(unit);
    }
    if mine.x < mine.y {
        if mine.x == 0u && params.before > 0u {
            total -= xorshift_part(0u, 0u, params.before);
        }
        if mine.y == params.units && params.after > 0u {
            total -= xorshift_part(params.units - 1u, 2048u - params.after, 2048u);
        }
    }
    add_up(total, local);
}

// ---- which units are mine, and the sum of all ---------------------------------------------------

// The units first ..< end of this invocation; none for those beyond the end of the work. The
// work-groups lie in a plane, because one row of them holds no more than 65,535.
fn units_of(group: vec3<u32>, groups: vec3<u32>, local: u32) -> vec2<u32> {
    let k = (group.y * groups.x + group.x) * workgroup_size + local;
    if k > (params.units - 1u) / params.units_per_invocation {
        return vec2(params.units);
    }
    let first = k * params.units_per_invocation;
    return vec2(first, first + min(params.units_per_invocation, params.units - first));
}

// Adds up the work-group first, so that the one counter that all of them share is asked for once
// by each work-group and not once by each invocation.
fn add_up(count: u32, local: u32) {
    atomicAdd(&group_inside, count);
    workgroupBarrier();
    if local == 0u {
        let more = atomicLoad(&group_inside);
        let old = atomicAdd(&inside[0], more);
        if old > 0xffffffffu - more {
            atomicAdd(&inside[1], 1u); // the low half has just wrapped
        }
    }
}
