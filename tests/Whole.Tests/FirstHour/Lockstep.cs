namespace Whole.Tests.FirstHour;

/// <summary>Lets a number of senders go on only together: each step of one waits for that of all others, so that none is ever done before them.</summary>
internal sealed class Lockstep(int senders)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;

    public async Task Next()
    {
        Task all;
        lock (_lock)
        {
            all = _all.Task;
            if (++_waiting == senders)
            {
                _waiting = 0;
                _all.SetResult();
                _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
        await all.WaitAsync(TimeSpan.FromMinutes(5));
    }
}
