using System.Text.Json;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.PreTokenizers;

/// <summary>Cuts text into the pieces that no token leaves, as the <c>pre_tokenizer</c> of a tokenizer.json says. It never changes itself, and any number of threads may use it.</summary>
internal abstract class PreTokenizer
{
    /// <summary>
    /// The same cut as a scanner that goes over the text once from left to right, where there is one: it only cuts, changes no byte, drops none and does
    /// not care how the text was cut before. Null else; then <see cref="Apply"/> is used.
    /// </summary>
    public virtual TextSplitter? Scanner => null;

    /// <summary>Cuts each piece of <paramref name="source"/> further; <paramref name="target"/> begins with <see cref="PieceList.ShareText(PieceList)"/> or <see cref="PieceList.OwnText"/>.</summary>
    public abstract void Apply(PieceList source, PieceList target);

    /// <summary>Writes it as the JSON object that Hugging Face reads.</summary>
    public abstract void Write(Utf8JsonWriter writer);
}
