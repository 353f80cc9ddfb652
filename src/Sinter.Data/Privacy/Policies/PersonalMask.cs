namespace Sinter.Data.Privacy;

/// <summary>Hides values behind signs of the same number, so that their form can still be seen.</summary>
internal static class PersonalMask
{
    /// <summary>The sign in texts.</summary>
    public const char Star = '*';

    /// <summary>The value with its letters and digits hidden; of an address of the web only its secret parts.</summary>
    public static string Of(ReadOnlySpan<char> value, string kind, char sign = Star)
    {
        var masked = new char[value.Length];
        value.CopyTo(masked);
        if (kind == PersonalKinds.UrlCredentials)
        {
            foreach (var (start, length) in UrlSecrets.Of(value))
            {
                Hide(masked.AsSpan(start, length), sign);
            }
        }
        else
        {
            Hide(masked, sign);
        }

        return new string(masked);
    }

    private static void Hide(Span<char> text, char sign)
    {
        foreach (ref var unit in text)
        {
            unit = CharacterClasses.Is(unit, CharacterClass.Letter | CharacterClass.Digit) || char.IsLetterOrDigit(unit) || char.IsSurrogate(unit) ? sign : unit;
        }
    }
}
