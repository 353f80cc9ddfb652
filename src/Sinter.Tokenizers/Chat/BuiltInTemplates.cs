namespace Sinter.Tokenizers;

/// <summary>
/// The chat templates that come with Sinter, each the format of its model family with the marks of what is trained: an answer with the token
/// that ends it. Where a family refuses a conversation, the template does too.
/// </summary>
internal static class BuiltInTemplates
{
    private const string Sinter = """
        {%- for message in messages %}
            {%- if message['role'] == 'assistant' %}
                {{- '<|assistant|>' }}
                {%- generation %}
                    {{- message['content'] + '<|endoftext|>' }}
                {%- endgeneration %}
            {%- elif message['role'] in ['system', 'user'] %}
                {{- '<|' + message['role'] + '|>' + message['content'] }}
            {%- else %}
                {{- raise_exception("a message has the role '" + message['role'] + "'; expected system, user or assistant") }}
            {%- endif %}
        {%- endfor %}
        {%- if add_generation_prompt %}
            {{- '<|assistant|>' }}
        {%- endif %}
        """;

    private const string ChatMl = """
        {%- for message in messages %}
            {{- '<|im_start|>' + message['role'] + '\n' }}
            {%- if message['role'] == 'assistant' %}
                {%- generation %}
                    {{- message['content'] + '<|im_end|>' }}
                {%- endgeneration %}
            {%- else %}
                {{- message['content'] + '<|im_end|>' }}
            {%- endif %}
            {{- '\n' }}
        {%- endfor %}
        {%- if add_generation_prompt %}
            {{- '<|im_start|>assistant\n' }}
        {%- endif %}
        """;

    private const string QwenSystem = """
        {%- if not messages or messages[0]['role'] != 'system' %}
            {{- '<|im_start|>system\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>\n' }}
        {%- endif %}

        """;

    /// <summary>Takes the system message off the conversation, and sees to it that user and assistant take turns.</summary>
    private const string TakingTurns = """
        {%- set turns = messages %}
        {%- set system = '' %}
        {%- if messages and messages[0]['role'] == 'system' %}
            {%- set turns = messages[1:] %}
            {%- set system = messages[0]['content'] %}
        {%- endif %}
        {%- for message in turns %}
            {%- if message['role'] != ('user' if loop.index is odd else 'assistant') %}
                {{- raise_exception('behind the system message user and assistant take turns, and the user begins') }}
            {%- endif %}
        {%- endfor %}

        """;

    private const string Llama2 = TakingTurns + """
        {%- for message in turns %}
            {%- if message['role'] == 'user' %}
                {%- set content = '<<SYS>>\n' + system + '\n<</SYS>>\n\n' + message['content'] if loop.first and system else message['content'] %}
                {{- bos_token + '[INST] ' + content | trim + ' [/INST]' }}
            {%- else %}
                {%- generation %}
                    {{- ' ' + message['content'] | trim + ' ' + eos_token }}
                {%- endgeneration %}
            {%- endif %}
        {%- endfor %}
        """;

    private const string Llama3 = """
        {{- bos_token }}
        {%- for message in messages %}
            {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n' }}
            {%- if message['role'] == 'assistant' %}
                {%- generation %}
                    {{- message['content'] | trim + '<|eot_id|>' }}
                {%- endgeneration %}
            {%- else %}
                {{- message['content'] | trim + '<|eot_id|>' }}
            {%- endif %}
        {%- endfor %}
        {%- if add_generation_prompt %}
            {{- '<|start_header_id|>assistant<|end_header_id|>\n\n' }}
        {%- endif %}
        """;

    // The third version of the format: the system message stands before the newest question.
    private const string Mistral = TakingTurns + """
        {{- bos_token }}
        {%- for message in turns %}
            {%- if message['role'] == 'user' %}
                {{- '[INST] ' + (system + '\n\n' if loop.last and system else '') + message['content'] + '[/INST]' }}
            {%- else %}
                {%- generation %}
                    {{- ' ' + message['content'] | trim + eos_token }}
                {%- endgeneration %}
            {%- endif %}
        {%- endfor %}
        """;

    // The first two versions of the family refuse a system message; the third writes it before the first question, as here.
    private const string Gemma = TakingTurns + """
        {{- bos_token }}
        {%- for message in turns %}
            {%- if message['role'] == 'user' %}
                {{- '<start_of_turn>user\n' + (system + '\n\n' if loop.first and system else '') + message['content'] | trim + '<end_of_turn>\n' }}
            {%- else %}
                {{- '<start_of_turn>model\n' }}
                {%- generation %}
                    {{- message['content'] | trim + '<end_of_turn>' }}
                {%- endgeneration %}
                {{- '\n' }}
            {%- endif %}
        {%- endfor %}
        {%- if add_generation_prompt %}
            {{- '<start_of_turn>model\n' }}
        {%- endif %}
        """;

    private const string Zephyr = """
        {%- for message in messages %}
            {{- '<|' + message['role'] + '|>\n' }}
            {%- if message['role'] == 'assistant' %}
                {%- generation %}
                    {{- message['content'] + eos_token }}
                {%- endgeneration %}
            {%- else %}
                {{- message['content'] + eos_token }}
            {%- endif %}
            {{- '\n' }}
        {%- endfor %}
        {%- if add_generation_prompt %}
            {{- '<|assistant|>\n' }}
        {%- endif %}
        """;

    private const string Phi3 = """
        {%- for message in messages %}
            {{- '<|' + message['role'] + '|>\n' }}
            {%- if message['role'] == 'assistant' %}
                {%- generation %}
                    {{- message['content'] + '<|end|>' }}
                {%- endgeneration %}
            {%- else %}
                {{- message['content'] + '<|end|>' }}
            {%- endif %}
            {{- '\n' }}
        {%- endfor %}
        {{- '<|assistant|>\n' if add_generation_prompt else eos_token }}
        """;

    private const string Alpaca = TakingTurns + """
        {{- bos_token + (system | trim or 'Below is an instruction that describes a task. Write a response that appropriately completes the request.') + '\n\n' }}
        {%- for message in turns %}
            {%- if message['role'] == 'user' %}
                {{- '### Instruction:\n' + message['content'] | trim + '\n\n' }}
            {%- else %}
                {{- '### Response:\n' }}
                {%- generation %}
                    {{- message['content'] | trim + eos_token }}
                {%- endgeneration %}
                {{- '\n\n' }}
            {%- endif %}
        {%- endfor %}
        {%- if add_generation_prompt %}
            {{- '### Response:\n' }}
        {%- endif %}
        """;

    private static readonly (string Name, string Source, string? Bos, string? Eos, string[] Required)[] All =
    [
        ("alpaca", Alpaca, "<s>", "</s>", ["<s>", "</s>"]),
        ("chatml", ChatMl, null, null, ["<|im_start|>", "<|im_end|>"]),
        ("gemma", Gemma, "<bos>", null, ["<bos>", "<start_of_turn>", "<end_of_turn>"]),
        ("llama2", Llama2, "<s>", "</s>", ["<s>", "</s>"]),
        ("llama3", Llama3, "<|begin_of_text|>", null, ["<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"]),
        ("mistral", Mistral, "<s>", "</s>", ["<s>", "</s>"]),
        ("phi3", Phi3, null, "<|endoftext|>", ["<|system|>", "<|user|>", "<|assistant|>", "<|end|>", "<|endoftext|>"]),
        ("qwen", QwenSystem + ChatMl, null, null, ["<|im_start|>", "<|im_end|>"]),
        ("sinter", Sinter, null, null, ["<|system|>", "<|user|>", "<|assistant|>", "<|endoftext|>"]),
        ("zephyr", Zephyr, null, "</s>", ["</s>"]),
    ];

    /// <summary>Their names, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(static template => template.Name)];

    /// <summary>The template of a name, or null.</summary>
    public static ChatTemplate? Find(string name) =>
        Array.Find(All, template => template.Name == name) is { Name: not null } found
            ? new ChatTemplate(found.Source, new Dictionary<string, string?>(StringComparer.Ordinal) { ["bos_token"] = found.Bos, ["eos_token"] = found.Eos }, found.Required)
            : null;
}
