namespace Sinter.Models;

/// <summary>The published families of architectures; each has its own names for weights and settings in files, see <see cref="Files.ModelTensors"/>.</summary>
public enum ModelFamily
{
    /// <summary>Llama 1 to 3 (Touvron et al. 2023): RMSNorm before each part, rotary positions, SwiGLU.</summary>
    Llama,

    /// <summary>Mistral (Jiang et al. 2023): Llama with a sliding window.</summary>
    Mistral,

    /// <summary>Mixtral (Jiang et al. 2024): Mistral whose feed-forward layers are a mixture of experts.</summary>
    Mixtral,

    /// <summary>Qwen 2 (Yang et al. 2024): Llama with biases of queries, keys and values.</summary>
    Qwen2,

    /// <summary>Qwen 3 (Yang et al. 2025): Llama whose queries and keys are normalised head by head.</summary>
    Qwen3,

    /// <summary>Gemma (2024): norms of 1 + weight, GeGLU, scaled embeddings.</summary>
    Gemma,

    /// <summary>Gemma 2 (2024): Gemma with norms on both sides of each part, capped scores and logits, and every other layer windowed.</summary>
    Gemma2,

    /// <summary>Phi-3 (Abdin et al. 2024): Llama whose matrices lie together in files.</summary>
    Phi3,

    /// <summary>GPT-NeoX and Pythia (Black et al. 2022): LayerNorm, partial rotary positions, attention and feed-forward side by side.</summary>
    NeoX,

    /// <summary>GPT-1 (Radford et al. 2018): LayerNorm after each part, learned positions.</summary>
    Gpt1,

    /// <summary>GPT-2 and GPT-3 (Radford et al. 2019, Brown et al. 2020): LayerNorm before each part, learned positions.</summary>
    Gpt2,

    /// <summary>BERT (Devlin et al. 2019).</summary>
    Bert,

    /// <summary>RoBERTa (Liu et al. 2019).</summary>
    Roberta,

    /// <summary>DistilBERT (Sanh et al. 2019).</summary>
    DistilBert,

    /// <summary>ModernBERT (Warner et al. 2024).</summary>
    ModernBert,

    /// <summary>T5, T5 v1.1 and Flan-T5 (Raffel et al. 2020).</summary>
    T5,

    /// <summary>BART (Lewis et al. 2020).</summary>
    Bart,

    /// <summary>A language model of long short-term memories (Hochreiter and Schmidhuber 1997).</summary>
    Lstm,

    /// <summary>A language model of gated recurrent units (Cho et al. 2014).</summary>
    Gru,
}

/// <summary>How a model reads and writes.</summary>
public enum ModelKind
{
    /// <summary>Sees what came before and predicts what comes next.</summary>
    Decoder,

    /// <summary>Sees the whole text at once.</summary>
    Encoder,

    /// <summary>An encoder reads one text, a decoder writes another.</summary>
    EncoderDecoder,

    /// <summary>Reads token by token into a state of a fixed size.</summary>
    Recurrent,
}

/// <summary>What a model gives for the hidden states of its trunk.</summary>
public enum ModelHead
{
    /// <summary>Logits of the next token.</summary>
    LanguageModel,

    /// <summary>Logits of the token at each position.</summary>
    MaskedLanguageModel,

    /// <summary>Logits of the classes of a whole text.</summary>
    SequenceClassification,

    /// <summary>Logits of the classes of each token.</summary>
    TokenClassification,

    /// <summary>Logits of each token to be the first or the last of the answer.</summary>
    QuestionAnswering,

    /// <summary>One logit for each of several texts, of which one is right.</summary>
    MultipleChoice,

    /// <summary>Numbers for a whole text.</summary>
    Regression,

    /// <summary>One number for a whole text: how well people like it.</summary>
    Reward,

    /// <summary>Nothing: the hidden states themselves.</summary>
    None,
}

/// <summary>How activations are normalised.</summary>
public enum NormKind
{
    /// <summary>By their root mean square.</summary>
    RmsNorm,

    /// <summary>By their mean and variance.</summary>
    LayerNorm,
}

/// <summary>Where the norms of a block stand.</summary>
public enum NormPlacement
{
    /// <summary>x + f(norm(x)), and a norm at the end of the stack (GPT-2, Llama).</summary>
    Before,

    /// <summary>norm(x + f(x)) (Vaswani et al. 2017, GPT-1, BERT, BART).</summary>
    After,

    /// <summary>x + norm(f(norm(x))), and a norm at the end of the stack (Gemma 2).</summary>
    Both,
}

/// <summary>How a model knows where a token stands.</summary>
public enum PositionKind
{
    /// <summary>Queries and keys turn with their positions.</summary>
    Rotary,

    /// <summary>A learned vector for each position is added to the embedding.</summary>
    Learned,

    /// <summary>A learned bias for the distance of query and key is added to the scores (T5).</summary>
    Relative,

    /// <summary>Not at all, but by the order in which it reads.</summary>
    None,
}
