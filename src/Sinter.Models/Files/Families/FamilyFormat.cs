using System.Text.Json;

namespace Sinter.Models.Files.Families;

/// <summary>How one family of models is written in the files of Hugging Face: the keys of its config.json and the names of its tensors.</summary>
internal abstract class FamilyFormat
{
    /// <summary>The family.</summary>
    public abstract ModelFamily Family { get; }

    /// <summary>What config.json has under <c>model_type</c>.</summary>
    public abstract string ModelType { get; }

    /// <summary>What the names of its architectures begin with, such as <c>Llama</c> of <c>LlamaForCausalLM</c>.</summary>
    public abstract string ClassPrefix { get; }

    /// <summary>The class of a model with its language model's head, such as <c>LlamaForCausalLM</c>.</summary>
    public virtual string LanguageModelClass => ClassPrefix + "ForCausalLM";

    /// <summary>The head of a model whose config.json names no class, or <see cref="LanguageModelClass"/>.</summary>
    public virtual ModelHead UsualHead => ModelHead.LanguageModel;

    /// <summary>Whether <see cref="Tensors"/> has names for the heads of a model that predicts several tokens.</summary>
    public virtual bool HasPredictionHeads => false;

    /// <summary>The description in a config.json whose head and labels are known; <see cref="ModelConfigJson"/> has checked the architecture.</summary>
    /// <param name="json">The file.</param>
    /// <param name="head">The head that its architecture has.</param>
    /// <exception cref="InvalidDataException">A value is missing, of the wrong kind, or asks for what Sinter does not have.</exception>
    public abstract ModelConfig Read(JsonFile json, ModelHead head);

    /// <summary>Writes the family's keys; architecture, model type, token ids, labels, type and vocabulary size are written by <see cref="ModelConfigJson"/>.</summary>
    public abstract void Write(Utf8JsonWriter json, ModelConfig config);

    /// <summary>Whether transformers has a class for multiple choice; where it has none, a choice is written as a classifier of one class.</summary>
    public virtual bool HasMultipleChoice => false;

    /// <summary>All tensors of a model, from the embedding to the head; of a decoder without the heads that <see cref="DecoderHeads"/> has.</summary>
    public abstract IEnumerable<TensorPlace> Tensors(ModelConfig config);

    /// <summary>Other names that files may have for a tensor, the likeliest first: those of a bare trunk, and old ones.</summary>
    public virtual IEnumerable<string> OtherNames(string name) => [];

    /// <summary>The head size under <c>head_dim</c>; 0 where it is what hidden size and heads give.</summary>
    protected static int HeadSize(JsonFile json, int hiddenSize, int heads)
        => json.OptionalInt("head_dim") is { } size && (heads <= 0 || size * (long)heads != hiddenSize) ? size : 0;

    /// <summary>A matrix [rows, columns] of a linear layer, and its bias where it has one.</summary>
    /// <param name="from">Its name in files, without <c>.weight</c>.</param>
    /// <param name="rows">Outputs.</param>
    /// <param name="columns">Inputs.</param>
    /// <param name="to">The parameter.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <param name="row">The first row in the parameter.</param>
    protected static IEnumerable<TensorPlace> Linear(string from, int rows, int columns, string to, bool bias, int row = 0)
    {
        yield return new(new(from + ".weight", [rows, columns]), to, row);
        if (bias)
        {
            yield return new(new(from + ".bias", [rows]), to + ".bias", row);
        }
    }

    /// <summary>A layer norm with a bias.</summary>
    protected static IEnumerable<TensorPlace> LayerNorm(string from, int width, string to)
        => [new(new(from + ".weight", [width]), to), new(new(from + ".bias", [width]), to + ".bias")];
}
