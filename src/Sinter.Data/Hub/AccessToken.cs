using System.Net.Http.Headers;

namespace Sinter.Data.Hub;

/// <summary>A secret that opens private files. It shows itself nowhere: not as text, not in messages, not in a debugger's list of properties.</summary>
/// <param name="secret">The token.</param>
public sealed class AccessToken(string secret)
{
    /// <summary>Stars, never the token.</summary>
    public override string ToString() => "***";

    /// <summary>What a server said, with stars where it repeats the token.</summary>
    internal string Conceal(string text) => text.Replace(secret, ToString(), StringComparison.Ordinal);

    /// <summary>Puts the token into a request.</summary>
    internal void Sign(HttpRequestMessage request) => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
}
