using System.Text;
using System.Text.Encodings.Web;
using Concord.Imaging;

namespace Concord.Server.Imaging;

/// <summary>What an HTTP client is told of a frame that cannot be had.</summary>
internal static class FrameProblems
{
    extension(FrameException e)
    {
        public int Status => e.Failure switch
        {
            FrameFailure.Unsupported => StatusCodes.Status406NotAcceptable,
            FrameFailure.OutOfRange => StatusCodes.Status400BadRequest,
            FrameFailure.Malformed => StatusCodes.Status422UnprocessableEntity,
            FrameFailure.TooLarge => StatusCodes.Status413PayloadTooLarge,
            FrameFailure.Busy or FrameFailure.Unavailable => StatusCodes.Status503ServiceUnavailable,
            FrameFailure.TimedOut => StatusCodes.Status504GatewayTimeout,
            _ => StatusCodes.Status500InternalServerError,
        };

        /// <summary>A problem (RFC 9457) in the place of a part.</summary>
        public byte[] ToProblem(string title) => Encoding.UTF8.GetBytes($$"""{"title":"{{title}}","status":{{e.Status}},"detail":"{{JavaScriptEncoder.Default.Encode(e.Message)}}"}""");
    }
}
