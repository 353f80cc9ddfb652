namespace Sinter.Data.Cleaning;

/// <summary>The host of an address, by which crawls are counted.</summary>
internal static class WebDomain
{
    private const int LongestHost = 253;

    /// <summary>The host in small letters, without <c>www.</c>, user and port; empty where there is none.</summary>
    public static string Of(string address)
    {
        var at = address.IndexOf("://", StringComparison.Ordinal);
        if (at < 0)
        {
            return "";
        }

        var host = address.AsSpan(at + 3);
        var end = host.IndexOfAny('/', '?', '#');
        host = end < 0 ? host : host[..end];
        host = host[(host.LastIndexOf('@') + 1)..];
        if (!host.StartsWith("["))
        {
            var port = host.IndexOf(':');
            host = port < 0 ? host : host[..port];
        }

        host = host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? host[4..] : host;
        return host.Length is > 0 and <= LongestHost ? host.ToString().ToLowerInvariant() : "";
    }
}
