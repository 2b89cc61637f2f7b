// A Go directory served by Knative.
package com.example;

import com.google.gson.Gson;
import com.pulumi.Pulumi;
import com.pulumi.knativefaas.Function;
import com.pulumi.knativefaas.FunctionArgs;
import com.pulumi.knativefaas.inputs.FunctionSourceArgs;
import com.pulumi.knativefaas.inputs.FunctionTimeoutsArgs;
import java.util.Map;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var hello = new Function("hello", FunctionArgs.builder()
                .namespace(ctx.config().get("namespace").orElse(null))
                .source(FunctionSourceArgs.builder().directory("../../quickstart/hello").build())
                .env(Map.of("NAME", "Java"))
                .timeouts(FunctionTimeoutsArgs.builder().requestSeconds(10).build())
                .build());

            ctx.export("url", hello.url());
            // Pulumi for Java cannot export objects of its own SDKs, but it can export JSON.
            ctx.export("releases", hello.releases().applyValue(new Gson()::toJsonTree));
        });
    }
}
