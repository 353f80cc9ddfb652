using Sinter.Data.Cleaning;

namespace Sinter.Data.Content;

/// <summary>An address of the web in the form that block lists are compared in.</summary>
internal static class WebAddress
{
    private const int LongestAddress = 4096;

    /// <summary>Host and path, without scheme, user, port, <c>www.</c>, fragment and a slash at the end; the host in small letters. Empty where there is no host.</summary>
    public static string Of(string address)
    {
        address = address.Length > LongestAddress ? address[..LongestAddress] : address;
        address = address.Contains("://", StringComparison.Ordinal) ? address : "http://" + address.TrimStart('/');
        var host = WebDomain.Of(address).TrimEnd('.');
        if (host.Length == 0)
        {
            return "";
        }

        var rest = address.AsSpan(address.IndexOf("://", StringComparison.Ordinal) + 3);
        var path = rest.IndexOfAny('/', '?', '#') is var start and >= 0 ? rest[start..] : [];
        var end = path.IndexOf('#');
        return string.Concat(host, (end < 0 ? path : path[..end]).TrimEnd('/'));
    }
}
