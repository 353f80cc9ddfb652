using System.Runtime.InteropServices;

namespace Sinter.Tokenizers.Jinja;

/// <summary>Where characters of a rendered text come from.</summary>
/// <param name="Message">0 for the template's own text, the number of the message from 1, or <see cref="Given"/>'s -1 for another value of the user.</param>
/// <param name="Generated">Whether they stand between the marks of what the assistant says.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextOrigin(int Message, bool Generated = false)
{
    /// <summary>A value of the user that is no message: tools, documents, variables.</summary>
    public static readonly TextOrigin Given = new(-1);

    /// <summary>Whether the template itself wrote them, so that special tokens count in them.</summary>
    public bool IsTemplate => Message == 0;
}

/// <summary>A run of characters of one origin; it begins where the run before it ends.</summary>
/// <param name="End">The character past its last.</param>
/// <param name="Origin">Where the characters come from.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextRun(int End, TextOrigin Origin);
