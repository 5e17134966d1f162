using System.Runtime.CompilerServices;
using CsCheck;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Tests.Timers;

/// <summary>The slots of a bucket: the generation of an old handle matches no later call.</summary>
public sealed class CallSlotsTests
{
    private readonly CallSlots _slots = new();

    [Fact]
    public void Add_fills_slots_in_order()
    {
        for (var i = 0; i < 5000; i++)
            Assert.Equal(i, _slots.Add(0, "call", null, out _));

        Assert.Equal(5000, _slots.Live);
        Assert.Equal(5000, _slots.Used);
    }

    [Fact]
    public void Add_uses_a_freed_slot_again_under_another_generation()
    {
        var slot = _slots.Add(0, "first", null, out var first);
        _slots.Free(slot);

        Assert.Equal(slot, _slots.Add(0, "second", null, out var second));

        Assert.False(_slots.Holds(slot, first));
        Assert.True(_slots.Holds(slot, second));
    }

    [Fact]
    public void Holds_no_call_that_was_freed()
    {
        var slot = _slots.Add(0, "call", null, out var generation);
        _slots.Free(slot);

        Assert.False(_slots.Holds(slot, generation));
        Assert.False(_slots.Holds(slot, generation + 1));
        Assert.False(_slots.Holds(slot + 1, 0));
    }

    [Fact]
    public void Slot_that_has_had_its_last_generation_is_not_used_again()
    {
        var slots = new CallSlots(CallSlots.LastGeneration - 3);
        slots.Add(0, "another", null, out _);
        var used = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            used.Add(slots.Add(0, "call", null, out var generation));
            Assert.InRange(generation, CallSlots.LastGeneration - 3, CallSlots.LastGeneration - 1);
            slots.Free(used[^1]);
        }

        Assert.Equal([1, 1, 1, 2, 2], used);
        Assert.True(slots.IsExhausted);
    }

    [Fact]
    public void Clear_with_pending_calls_invalidates_their_handles()
    {
        var slot = _slots.Add(0, "first", null, out var first);

        _slots.Clear();

        Assert.False(_slots.Holds(slot, first));
        Assert.Equal(slot, _slots.Add(0, "second", null, out _));
        Assert.False(_slots.Holds(slot, first));
    }

    [Fact]
    public void Clear_leaves_no_generation_to_the_slots_of_another_bucket()
    {
        var old = new CallSlots(CallSlots.LastGeneration - 1);
        Fill(old);
        old.Clear();

        Assert.All(Fill(_slots), static generation => Assert.Equal(0, generation));
    }

    [Fact]
    public void Clear_with_pending_calls_releases_their_callbacks()
    {
        var callback = AddToCleared(_slots);

        GC.Collect();

        Assert.False(callback.TryGetTarget(out _));
    }

    [Fact]
    public void Old_handles_fit_no_later_call_whatever_happens() =>
        Gen.Int[0, 99].Array[0, 400].Sample(steps =>
        {
            var slots = new CallSlots();
            var live = new Dictionary<(int, int), string>();
            var dead = new HashSet<(int, int)>();
            for (var i = 0; i < steps.Length; i++)
            {
                switch (steps[i])
                {
                    case < 60:
                        var slot = slots.Add(7, $"call {i}", null, out var generation);
                        Assert.DoesNotContain((slot, generation), dead);
                        live.Add((slot, generation), $"call {i}");
                        break;
                    case < 97 when live.Count > 0:
                        var (index, age) = live.Keys.ElementAt(steps[i] % live.Count);
                        slots.Free(index);
                        Bury((index, age));
                        if (live.Count == 0)
                            slots.Reset();
                        break;
                    case >= 97:
                        slots.Clear();
                        foreach (var handle in live.Keys.ToList())
                            Bury(handle);
                        break;
                }

                Assert.Equal(live.Count, slots.Live);
                Assert.All(dead, handle => Assert.False(slots.Holds(handle.Item1, handle.Item2)));
                Assert.All(live, call =>
                {
                    Assert.True(slots.Holds(call.Key.Item1, call.Key.Item2));
                    Assert.True(slots.TryPeek(call.Key.Item1, out var held));
                    Assert.Equal((7, call.Value), (held.InvokerId, held.Callback));
                });
            }

            void Bury((int, int) handle)
            {
                live.Remove(handle);
                dead.Add(handle);
            }
        }, iter: 100, threads: 1);

    // More calls than one segment has.
    private static List<int> Fill(CallSlots slots)
    {
        var generations = new List<int>();
        for (var i = 0; i < 3000; i++)
        {
            slots.Add(0, "call", null, out var generation);
            generations.Add(generation);
        }

        return generations;
    }

    // Not inlined, so that no local variable keeps the callback.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference<object> AddToCleared(CallSlots slots)
    {
        Fill(slots);
        var callback = new object();
        slots.Add(0, callback, null, out _);
        slots.Clear();
        return new WeakReference<object>(callback);
    }
}
