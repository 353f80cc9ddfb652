namespace Sinter.Data.Privacy;

/// <summary>
/// Finds one or a few kinds of personal data. The text is gone through once (<c>PersonalDataFinder</c>); a detector is called only at places where what it looks for can be
/// (<see cref="Anchors"/>), looks at the text around that place, and adds what it finds. It holds no state and is called from several threads. The time that it takes at one
/// place is bounded, whatever the text is.
/// </summary>
/// <remarks>
/// What it says of a place depends only on the text from <see cref="ReachBefore"/> units before the place to <see cref="ReachAfter"/> units after its start, so that a stream can be
/// gone through part by part. A word, number or token may be far longer than that (a text of digits only): a detector turns away at once what is longer than it can use.
/// What it finds touches the place or begins within <see cref="ReachBefore"/> of it.
/// Every detector of an anchor is called at every such place, so that the first test should be a cheap one that turns most places away (length, neighbour, hash).
/// </remarks>
internal interface IPersonalDetector
{
    /// <summary>How many units before a place a detector may look at.</summary>
    const int ReachBefore = 1024;

    /// <summary>How many units after the start of a place a detector may look at.</summary>
    const int ReachAfter = 16384;

    /// <summary>The kinds that it finds.</summary>
    IReadOnlyList<string> Kinds { get; }

    /// <summary>Where it is called.</summary>
    PersonalAnchors Anchors { get; }

    /// <summary>Looks at one place.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="anchor">What the place is; one of those that it asked for.</param>
    /// <param name="start">Where the word, the number or the sign begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="found">Takes what is found; parts may overlap those of others, the surer and then the longer one wins.</param>
    void Find(ReadOnlySpan<char> text, PersonalAnchors anchor, int start, int end, List<PersonalSpan> found);
}

/// <summary>Places of a text that personal data can be found at.</summary>
[Flags]
internal enum PersonalAnchors
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A run of decimal digits (of ASCII) that no digit stands before; letters may.</summary>
    Number = 1,

    /// <summary>A word: a run of letters and their marks that begins with an upper-case letter, or one without case; no letter or digit stands before it.</summary>
    CapitalWord = 2,

    /// <summary>The sign <c>@</c>.</summary>
    At = 4,

    /// <summary>The signs <c>://</c>.</summary>
    Scheme = 8,

    /// <summary>A colon that hexadecimal digits or a colon stand beside, as in addresses of networks and machines.</summary>
    HexColon = 16,

    /// <summary>A run of 16 or more letters, digits and <c>+/=_-</c>, as secrets and keys are, that holds a digit or both cases.</summary>
    LongToken = 32,

    /// <summary>An equals sign or a colon, as stands between a name and its value.</summary>
    Assignment = 64,

    /// <summary>An opening bracket of any form with <c>at</c> in it, as in addresses that are written for people only.</summary>
    SpelledAt = 128,
}
