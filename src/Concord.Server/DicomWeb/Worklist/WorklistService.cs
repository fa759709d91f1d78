using Concord.Clinic.Worklist;

namespace Concord.Server.DicomWeb.Worklist;

/// <summary>Takes away finished steps when their time is over.</summary>
internal sealed class WorklistService(StepWorklist worklist, TimeProvider time, ILogger<WorklistService> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                if (await worklist.Expire(stoppingToken) is > 0 and var count) logger.StepsExpired(count);
            }
            catch (IOException error)
            {
                logger.StepsNotExpired(error); // the disk may be back in an hour
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
