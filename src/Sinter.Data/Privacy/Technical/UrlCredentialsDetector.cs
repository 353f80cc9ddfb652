namespace Sinter.Data.Privacy;

/// <summary>
/// Addresses of the web that hold a secret: a user and password before the host, or a parameter of the query such as <c>token</c> or <c>api_key</c>. What is found is the whole
/// address; see <see cref="UrlSecrets"/> for its secret parts.
/// </summary>
internal sealed class UrlCredentialsDetector : IPersonalDetector
{
    private const int LongestScheme = 20;

    public IReadOnlyList<string> Kinds { get; } = [PersonalKinds.UrlCredentials];

    public PersonalAnchors Anchors => PersonalAnchors.Scheme;

    public void Find(ReadOnlySpan<char> text, PersonalAnchors anchor, int start, int end, List<PersonalSpan> found)
    {
        var first = start;
        while (first > 0 && start - first <= LongestScheme && (char.IsAsciiLetterOrDigit(text[first - 1]) || text[first - 1] is '+' or '-'))
        {
            first--;
        }

        if (first == start || start - first > LongestScheme)
        {
            return;
        }

        var length = UrlSecrets.AddressLength(text[end..]);
        var address = text.Slice(first, end + length - first);
        var parts = UrlSecrets.Of(address);
        if (parts.Count > 0)
        {
            found.Add(new PersonalSpan(first, address.Length, PersonalKinds.UrlCredentials, parts[0].Start == end - first ? 1f : 0.95f));
        }
    }
}
