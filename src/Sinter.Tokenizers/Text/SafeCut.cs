using System.Buffers;
using System.Text;

namespace Sinter.Tokenizers.Text;

/// <summary>Where a text may be cut under any of the expressions that are written out as scanners here.</summary>
internal static class SafeCut
{
    private const CharacterClass WordCharacter = CharacterClass.Letter | CharacterClass.WordHead;

    /// <summary>
    /// The last place before a space (U+0020) that follows what is not white space, or between a letter and a character that is none, nor a mark nor an
    /// apostrophe; 0 where there is none. A piece always ends at such a place, wherever it began: within a piece a space stands only first or after white
    /// space, and a run of letters goes on only with letters, marks or a contraction. What follows is never asked about before it.
    /// </summary>
    public static int Last(ReadOnlySpan<byte> utf8)
    {
        for (var end = utf8.Length; end > 0;)
        {
            var found = Rune.DecodeLastFromUtf8(utf8[..end], out var rune, out var length);
            end -= length;
            if (end > 0 && found == OperationStatus.Done && rune.Value != '\'' && (CharacterClasses.Of(rune.Value) & WordCharacter) == CharacterClass.Other)
            {
                var before = Rune.DecodeLastFromUtf8(utf8[..end], out var previous, out _) == OperationStatus.Done ? CharacterClasses.Of(previous.Value) : CharacterClass.Other;
                if ((before & CharacterClass.Letter) != CharacterClass.Other || (rune.Value == ' ' && (before & CharacterClass.Space) == CharacterClass.Other))
                {
                    return end;
                }
            }
        }

        return 0;
    }
}
