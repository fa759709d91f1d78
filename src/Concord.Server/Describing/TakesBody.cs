namespace Concord.Server.Describing;

/// <summary>Of what type the JSON body of a request is: for <c>/openapi.json</c> only, whatever the Content-Type is said to be.</summary>
internal sealed record TakesBody(Type Type);

/// <summary>How a route says it.</summary>
internal static class TakesBodyExtensions
{
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder route) => route.WithMetadata(new TakesBody(typeof(T)));
}
