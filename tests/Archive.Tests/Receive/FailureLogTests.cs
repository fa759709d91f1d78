using Archive.Tests.Bundles;
using Archive.Tests.Compression;
using Concord.Trust.Policy;
using Concord.Vault.Blobs;
using Concord.Vault.Receive;
using Microsoft.Extensions.Logging;

namespace Archive.Tests.Receive;

/// <summary>A disk that takes nothing is told of, but not once an object: that would fill what is left of it.</summary>
public sealed class FailureLogTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Failures_are_told_once_a_second_with_their_number()
    {
        var (time, logs, isBroken) = (new ManualTime(), new Lines(), false);
        void Before(DiskStep step, string path)
        {
            if (isBroken && step == DiskStep.Write && path.EndsWith(".zip", StringComparison.Ordinal)) throw new IOException("broken");
        }
        await using var vault = new TestVault(await InstanceVault.Open(new VaultOptions { Folder = _folder.Path, SealAfterSeconds = 3600 }, new AccessPolicy(new AccessPolicyOptions()), new Disk(Before), time, logs,
            CancellationToken.None, new TestCompressor()));
        await vault.Store(Objects.Slice(1));
        isBroken = true;
        for (var i = 0; i < 50; i++) Assert.IsType<StoreOutcome.Refused>(await vault.Store(Objects.Slice(2 + i)));
        Assert.Equal(["An object could not be kept (0 others since this was last told)"], logs.NotKept);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<StoreOutcome.Refused>(await vault.Store(Objects.Slice(100)));
        Assert.Equal("An object could not be kept (49 others since this was last told)", logs.NotKept[^1]);
        Assert.Equal(2, logs.NotKept.Count);
        isBroken = false;
        Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(2)));
    }

    /// <summary>The lines of failed objects.</summary>
    private sealed class Lines : ILoggerFactory, ILogger
    {
        public List<string> NotKept { get; } = [];

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id != 2002) return;
            lock (NotKept) NotKept.Add(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
