using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Models;

/// <summary>Turns one piece of normalised text into ids. It never changes itself, and any number of threads may use it; what it needs for a call lies in the scratch.</summary>
internal abstract class TokenModel
{
    /// <summary>A cut that pieces may be given besides, because no token of this vocabulary crosses it: it changes no id and makes short pieces, which are remembered. Null for none.</summary>
    public virtual TextSplitter? Cut => null;

    /// <summary>Whether it cuts pieces into words itself and refuses those that are too long, so that a piece may be as long as a text.</summary>
    public virtual bool CutsItself => false;

    /// <summary>Encodes a piece of UTF-8 (it may be damaged) and adds its ids, with their lengths where the list keeps them. Who calls it remembers the ids of short pieces, so it need not.</summary>
    public abstract void Encode(ReadOnlySpan<byte> piece, ModelScratch scratch, TokenList output);
}
