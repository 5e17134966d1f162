using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Txaio.Actors.Tests.Telemetry;

/// <summary>Reads the activities of the library and of the tests with OpenTelemetry.</summary>
internal sealed class TracesReader : IDisposable
{
    /// <summary>The source of the tests' activities, which stand for a user's own.</summary>
    public static readonly ActivitySource Users = new("Txaio.Actors.Tests");

    private readonly Ended _ended = new();
    private readonly TracerProvider _provider;

    public TracesReader() => _provider = Sdk.CreateTracerProviderBuilder()
        .AddSource(TxaioTelemetry.ActivitySourceName, Users.Name)
        .AddInMemoryExporter(_ended)
        .Build();

    /// <summary>The activities of the library that have ended, in the order of their ends.</summary>
    public IReadOnlyList<Activity> All =>
        [.. _ended.Activities.Where(static activity => activity.Source.Name == TxaioTelemetry.ActivitySourceName)];

    /// <summary>The only activity of that name.</summary>
    public Activity this[string name] => Assert.Single(All, activity => activity.OperationName == name);

    public void Dispose() => _provider.Dispose();

    // A thread-safe collection for the exporter, because activities end on any thread.
    private sealed class Ended : ICollection<Activity>
    {
        public ConcurrentQueue<Activity> Activities { get; } = new();

        public int Count => Activities.Count;

        public bool IsReadOnly => false;

        public void Add(Activity item) => Activities.Enqueue(item);

        public void Clear() => Activities.Clear();

        public bool Contains(Activity item) => Activities.Contains(item);

        public void CopyTo(Activity[] array, int arrayIndex) => Activities.CopyTo(array, arrayIndex);

        public bool Remove(Activity item) => throw new NotSupportedException();

        public IEnumerator<Activity> GetEnumerator() => Activities.GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
