using System.Globalization;

namespace Sinter.Data.Deduplication;

/// <summary>Makes one address of all that lead to the same page.</summary>
public static class CanonicalUrl
{
    // Written by campaigns, advertisements and sessions; the page is the same without them.
    private static readonly HashSet<string> Tracking = new(StringComparer.OrdinalIgnoreCase)
    {
        "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid", "igsh", "mc_cid", "mc_eid", "_ga", "_gl", "_hsenc", "_hsmi", "li_fat_id",
        "mkt_tok", "vero_id", "oly_anon_id", "oly_enc_id", "s_cid", "epik", "srsltid", "jsessionid", "phpsessid", "aspsessionid",
    };

    /// <summary>
    /// The address without scheme (of the web), user, <c>www.</c>, usual port, slashes at the end of the path, fragment and tracking parameters; the host in small letters, the
    /// parameters in ordinal order. What is no address of the web is given trimmed.
    /// </summary>
    public static string Of(string url)
    {
        url = url.Trim();
        var named = url.StartsWith("//", StringComparison.Ordinal) ? "http:" + url : url.Contains("://", StringComparison.Ordinal) ? url : "http://" + url;
        if (!Uri.TryCreate(named, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            return url;
        }

        var host = uri.Host.ToLowerInvariant().TrimEnd('.');
        host = host.StartsWith("www.", StringComparison.Ordinal) && host.Length > 4 ? host[4..] : host;
        var port = uri.IsDefaultPort || uri.Port is 80 or 443 ? "" : string.Create(CultureInfo.InvariantCulture, $":{uri.Port}");
        return host + port + WithoutSession(uri.AbsolutePath).TrimEnd('/') + Query(uri.Query);
    }

    /// <summary>A path without the session that some servers append to it.</summary>
    private static string WithoutSession(string path)
    {
        var session = path.IndexOf(";jsessionid=", StringComparison.OrdinalIgnoreCase);
        return session < 0 ? path : path[..session];
    }

    private static string Query(string query)
    {
        var parameters = query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(static parameter => !IsTracking(parameter.Split('=')[0])).Order(StringComparer.Ordinal).ToList();
        return parameters.Count == 0 ? "" : "?" + string.Join('&', parameters);
    }

    private static bool IsTracking(string name) => name.StartsWith("utm_", StringComparison.OrdinalIgnoreCase) || Tracking.Contains(name);
}
