namespace Sinter.Data.Privacy;

/// <summary>A part of a text that tells of a person, or that is a secret.</summary>
/// <param name="Start">Where it begins, in UTF-16 units.</param>
/// <param name="Length">Its length.</param>
/// <param name="Kind">The name of its kind, such as <c>email</c>; see <see cref="PersonalKinds"/>.</param>
/// <param name="Score">How sure that is, from 0 to 1: 1 for a checksum over many digits in a telling context, little for a form alone.</param>
public readonly record struct PersonalSpan(int Start, int Length, string Kind, float Score)
{
    /// <summary>Where it ends.</summary>
    public int End => Start + Length;
}
